-- Statistics: sums by the hour for questions that have few answers, one narrow row per outcome for all others. Sums only, never averages.

-- One row per hour (UTC), dimension, its value, kind of outcome and cause. A user of two groups counts in both rows of dimension "group".
-- Not kept per user and client: there would be as many rows as jobs.
create table if not exists usage_hour (
  hour          timestamptz not null,
  dimension     text not null,             -- all, resource, site, department, cost-centre, group
  key           text not null,             -- its value; empty: none known
  kind          text not null,             -- as outcome.kind
  code          text not null,             -- cause; empty: none
  outcomes      bigint not null,           -- ended attempts and refusals
  jobs          bigint not null,           -- jobs that ended for the first time
  pages         bigint not null,           -- printed sides of completed jobs, all copies
  sheets        bigint not null,
  copies        bigint not null,
  colour_pages  bigint not null,
  mono_pages    bigint not null,
  duplex_pages  bigint not null,
  uncounted     bigint not null,           -- completed jobs whose pages nobody could count
  bytes         bigint not null,           -- sizes of the documents
  bytes_direct  bigint not null,           -- left the clients for the resources; none of it crossed a server
  waits         bigint not null,           -- jobs with a known wait, and its sum
  wait_ms       bigint not null,
  prints        bigint not null,           -- transfers with a known length, and its sum
  print_ms      bigint not null,
  primary key (dimension, hour, key, kind, code)
) with (fillfactor = 80);

-- How long jobs waited and transfers took: counts per bucket of the logarithm, four to an octave. Not kept per resource either.
create table if not exists duration_hour (
  hour          timestamptz not null,
  dimension     text not null,
  key           text not null,
  bucket        int not null,
  waits         bigint not null,
  prints        bigint not null,
  primary key (dimension, hour, key, bucket)
) with (fillfactor = 80);

-- Who and what outcomes have in common: one row per combination there ever was, so that an outcome needs but its number.
create table if not exists usage_subject (
  id            bigint primary key,        -- sequence of the first outcome of its kind: the same in every rebuild
  digest        uuid not null unique,      -- of the columns below
  resource      text not null,             -- empty, here and below: none known
  site          text not null,
  user_key      text not null,             -- domain\user
  department    text not null,
  cost_centre   text not null,
  client        text not null,
  groups        text[] not null,
  kind          text not null,             -- as outcome.kind
  code          text not null              -- cause
);

-- What an outcome adds to the sums, without names: a report over a month of a million jobs reads a million of these.
create table if not exists usage_entry (
  at            timestamptz not null,      -- as outcome.at
  sequence      bigint not null,           -- of the outcome
  subject       bigint not null,           -- usage_subject.id
  wait_bucket   smallint,                  -- buckets of the logarithm; null: the duration is not known or does not count
  print_bucket  smallint,
  jobs          smallint not null,         -- these as in usage_hour
  uncounted     smallint not null,
  copies        int not null,
  pages         bigint not null,
  sheets        bigint not null,
  colour_pages  bigint not null,
  mono_pages    bigint not null,
  duplex_pages  bigint not null,
  bytes         bigint not null,
  bytes_direct  bigint not null,
  wait_ms       bigint not null,
  print_ms      bigint not null,
  primary key (at, sequence)
);
-- No two entries have the same time, but a report tells apart as many as the period has days: the planner shall expect so many groups.
-- Taking each row for a group of its own it sorts a million rows on disk instead of hashing them in each worker: three times the time.
alter table usage_entry alter column at set (n_distinct = 24);
