-- Printers that a scan found or an agent told of, and what an operator said to each. In the monitor's schema.
create table if not exists monitor.proposal (
  id          int generated always as identity primary key,
  address     text not null,
  model       text not null,
  vendor      text not null,
  serial      text not null,
  mac         text not null,
  system_name text not null,
  via         text not null,
  ports       int[] not null,
  source      text not null,                      -- scan, or agent:NAME
  state       text not null default 'proposed',   -- proposed, approved, rejected
  resource    text,                               -- what it became
  decided_by  text,
  first_seen  timestamptz not null,
  last_seen   timestamptz not null
);
-- The name, in the monitor's credentials file, of what it answered to.
alter table monitor.proposal add column if not exists credential text;
