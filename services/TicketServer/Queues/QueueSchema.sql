-- The queue projection: one row per open job, one per resource. A function of the events alone; it may be dropped and rebuilt.
create table if not exists queue_resource (
  name       text primary key,
  kind       text   not null,
  address    text   not null,
  mechanism  text   not null,
  max_jobs   int    not null,
  max_bytes  bigint not null,
  location   text,
  enabled    boolean not null default true,
  accepting  boolean not null default true,
  paused     boolean not null default false,
  health     text    not null default 'unknown',
  health_text text,
  -- Counts changes of health: a waiting job was told of the newest when it carries the same number.
  health_number bigint not null default 0,
  -- After a failed start: no go-aheads until the resource was checked, or until then.
  blocked_until timestamptz,
  -- One client at a time has it, for so many seconds at most; null: it has a queue.
  longest_lease int
);

create table if not exists queue_job (
  job_id        text primary key,
  arrival       bigint generated always as identity,
  resource      text not null,
  agent         text not null,
  key           text not null,
  request       bigint not null,
  phase         text not null,
  version       bigint not null,
  priority      int not null default 0,
  rank          bigint not null,
  enqueued_at   timestamptz not null,
  bytes         bigint not null default 0,
  attempt       int not null default 0,
  active        boolean not null default false,
  not_before    timestamptz,
  changed_at    timestamptz not null,
  deadline_kind text,
  deadline_at   timestamptz,
  heard_at      timestamptz,
  domain_name   text not null,
  user_name     text not null,
  title         text,
  hold_reason   text,
  told_health   bigint not null default 0,
  -- The choice to print again was made after this attempt (design D8).
  resend_after  int,
  -- Stands in another queue than it was asked for: its agent is told which.
  moved         boolean not null default false,
  -- The account of the budget that has not enough for it, and how much it wants; null when it is not held for that.
  held_for      text,
  held_amount   numeric
) with (fillfactor = 70);

-- Who has a resource that one client at a time uses. Renewals by its agent move silent_at between events; ending: its time has come.
create table if not exists queue_lease (
  resource    text primary key,
  lease_id    text not null,
  agent       text not null,
  domain_name text not null,
  user_name   text not null,
  since       timestamptz not null,
  until       timestamptz not null,
  silent_at   timestamptz not null,
  ending      boolean not null default false
) with (fillfactor = 50);

-- Databases from before these columns; asked first, because altering locks the table even when there is nothing to do.
do $$ begin
  if not exists (select from pg_attribute where attrelid = 'queue_resource'::regclass and attname = 'longest_lease' and not attisdropped) then
    alter table queue_resource add column longest_lease int;
  end if;
  if not exists (select from pg_attribute where attrelid = 'queue_job'::regclass and attname = 'moved' and not attisdropped) then
    alter table queue_job add column resend_after int, add column moved boolean not null default false;
  end if;
  if not exists (select from pg_attribute where attrelid = 'queue_job'::regclass and attname = 'held_for' and not attisdropped) then
    alter table queue_job add column held_for text, add column held_amount numeric;
  end if;
end $$;

create index if not exists queue_job_waiting on queue_job (resource, priority desc, rank, arrival) where phase = 'Waiting';
create index if not exists queue_job_active on queue_job (resource) where active;
create index if not exists queue_job_agent on queue_job (agent);
create index if not exists queue_job_held_for on queue_job (held_for, held_amount) where held_for is not null;

-- "Dirty" marks for the dispatcher: appended, never updated, so that nobody waits for anybody.
create table if not exists dispatch_request (
  id       bigint generated always as identity primary key,
  resource text not null
);

-- One row per resource that only dispatchers lock: whoever holds it is the only one to hand out this resource's slots.
create table if not exists dispatch_lane (
  resource text primary key
);

-- Status updates are not events: they end here, in batches. No index but the key, so that updates stay in place.
create table if not exists job_progress (
  job_id     text primary key,
  attempt    int not null,
  bytes_sent bigint not null,
  last_seen  timestamptz not null
) with (fillfactor = 50);
