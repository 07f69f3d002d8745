-- The ledger. All rows follow from the events alone, so every table may be dropped and filled again to the same rows. Readers use the
-- views of the schema "reporting". Times are UTC as recorded; durations are milliseconds; sizes are bytes.

-- Every job and refused request, as the last event left it.
create table if not exists job (
  job_id           text primary key,
  state            text not null,          -- opened, waiting, released, printing, or how it ended: see outcome.kind
  agent            text not null,
  resource         text,
  domain           text,
  user_name        text,
  title            text,
  client_version   text,
  operating_system text,
  driver_version   text,
  opened_at        timestamptz not null,
  queued_at        timestamptz,
  go_ahead_at      timestamptz,
  started_at       timestamptz,
  ended_at         timestamptz,
  attempt          int not null,
  mechanism        text,
  bytes            bigint not null,
  pages            int,
  copies           int not null,
  sheets           bigint,
  colour           boolean,
  sides            int,
  paper            text,
  code             text,
  grade            text,
  wait_ms          bigint,
  print_ms         bigint,
  endings          int not null,           -- final outcomes so far; more than one when it was sent again
  sequence         bigint not null         -- the newest event that is in this row
) with (fillfactor = 80);

-- One row per ended attempt and refusal, never changed. Organisation data as it was then.
create table if not exists outcome (
  sequence         bigint primary key,     -- of the event that ended it
  event_id         uuid not null,
  at               timestamptz not null,
  kind             text not null,          -- completed, failed, interrupted, cancelled, refused, not-started, moved
  job_id           text not null,
  attempt          int not null,
  is_final         boolean not null,       -- false: the job lives on (not-started, moved)
  is_first         boolean not null,       -- the job's first final outcome: count these to count jobs
  code             text,
  rule             text,
  grade            text,
  actor            text,
  agent            text not null,
  resource         text,
  resource_kind    text,
  site             text,
  domain           text,
  user_name        text,
  department       text,
  cost_centre      text,
  groups           text[] not null,
  mechanism        text,
  bytes            bigint not null,
  bytes_sent       bigint not null,
  pages            int,
  copies           int not null,
  sheets           bigint,
  colour           boolean,
  sides            int,
  paper            text,
  opened_at        timestamptz not null,
  queued_at        timestamptz,
  started_at       timestamptz,
  wait_ms          bigint,
  print_ms         bigint,
  -- Where the durations count in the statistics, by buckets of the logarithm; null: they do not count.
  wait_bucket      int,
  print_bucket     int
);
create index if not exists outcome_at on outcome (at);
create index if not exists outcome_job on outcome (job_id);

-- Who belonged where since when, as recorded; one row per event.
create table if not exists assignment (
  sequence    bigint primary key,
  kind        text not null,               -- person, department, resource
  subject     text not null,               -- domain\user, department, resource
  from_at     timestamptz not null,
  department  text,
  cost_centre text,
  groups      text[] not null,
  site        text
);

-- Every resource that was ever registered.
create table if not exists resource (
  name          text primary key,
  kind          text not null,
  location      text,
  registered_at timestamptz not null,
  sequence      bigint not null
);

-- When a resource did not work, or was out of service; still open without an end.
create table if not exists downtime (
  sequence   bigint primary key,           -- of the event that began it
  resource   text not null,
  kind       text not null,                -- fault, disabled
  causes     text[] not null,              -- IPP printer-state-reasons keywords
  source     text,
  started_at timestamptz not null,
  ended_at   timestamptz
);
create index if not exists downtime_started on downtime (started_at);
