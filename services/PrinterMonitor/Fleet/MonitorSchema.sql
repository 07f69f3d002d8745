-- The monitor's own schema. Created once by an administrator and owned by the monitor's role; everything in it is the monitor's alone.

-- What the log says of each resource: written by the fleet projection and by nobody else; may be dropped and rebuilt.
create table if not exists monitor.target (
  resource   text primary key,
  kind       text not null,
  address    text not null,
  mechanism  text not null,
  location   text,
  enabled    boolean not null default true,
  -- Chosen for this resource by an operator; null: the configuration's rules decide.
  protocol   text,            -- snmp, ipp, none
  host       text,            -- null: the host of the address
  port       int,
  version    text,            -- 1, 2c, 3
  credential text,            -- a name in the credentials file, never a secret
  changed    bigint not null  -- the event's number in the log: who has seen up to here has seen all before
);
create index if not exists target_changed on monitor.target (changed);

-- What is known of each resource: the version fences writers, so that two monitors that both think a printer is theirs write one history.
create table if not exists monitor.health (
  resource      text primary key,
  version       bigint not null default 0,   -- of the newest change; 0: nothing was ever told
  status        text not null default 'unknown',
  causes        text[] not null default '{}',
  source        text,
  changed_at    timestamptz,
  body          jsonb,                       -- the newest ResourceHealthChanged, as it was sent
  detail        jsonb,                       -- the newest reading: exact levels, counters, display, model
  seen_at       timestamptz,                 -- last answer, to within a minute
  problem       text,                        -- why it answers but tells nothing, for example wrong credentials
  -- Who the device is, to find it again when it moved.
  serial        text,
  mac           text,
  system_name   text,
  model         text
) with (fillfactor = 60);

-- Printers that were found at another address. Holds as long as they are configured with the host they had then.
create table if not exists monitor.moved (
  resource        text primary key,
  configured_host text not null,
  found_host      text not null,
  found_at        timestamptz not null
);

-- Messages that follow from committed changes and are not yet confirmed by the broker. Written with the change, deleted after the confirm.
create table if not exists monitor.outbox (
  id          bigint generated always as identity primary key,
  type        text not null,
  routing_key text not null,
  body        bytea not null
);

-- Monitors that live. A lease that ran out is no monitor's any more.
create table if not exists monitor.instance (
  id         uuid primary key,
  name       text not null,
  started_at timestamptz not null,
  expires_at timestamptz not null
);

-- How its questions went, since it started: for operators (Leases/InstanceCounts.cs).
alter table monitor.instance add column if not exists counts jsonb;

-- The engine that receives traps: fixed id, and one more boot at each start (RFC 3414 section 2.3).
create table if not exists monitor.engine (
  name      text primary key,
  engine_id bytea not null,
  boots     int not null
);
