-- Messages that were not taken, kept for inspection; the oldest go first (see RefusedMessageLog).
create table if not exists refused_message (
  id      bigint generated always as identity primary key,
  at      timestamptz not null,
  agent   text,
  code    text not null,
  reason  text not null,
  type    text,
  bytes   int  not null,
  body    bytea not null
);
