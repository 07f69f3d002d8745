-- Statistics by the hour, UTC, so that days of any time zone can be made of them. Sums only: they are added to, never averaged.

-- One row per hour, dimension, its value, kind of outcome and cause. A user of two groups counts in both rows of dimension "group".
create table if not exists usage_hour (
  hour          timestamptz not null,
  dimension     text not null,             -- all, resource, site, user, department, cost-centre, client, group
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

-- How long jobs waited and transfers took: counts per bucket of the logarithm, four to an octave. Not kept per user and client, whose
-- few jobs are read from the outcomes.
create table if not exists duration_hour (
  hour          timestamptz not null,
  dimension     text not null,
  key           text not null,
  bucket        int not null,
  waits         bigint not null,
  prints        bigint not null,
  primary key (dimension, hour, key, bucket)
) with (fillfactor = 80);
