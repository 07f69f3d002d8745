-- What each ended job cost, priced with the tariff in force by what was recorded before it; one row per outcome that a tariff was in force for.
-- A job that did not print costs nothing and has a line that says so. Never changed: a later tariff makes no new row.
create table if not exists charge (
  sequence       bigint primary key,        -- of the outcome's event
  job_id         text not null,
  at             timestamptz not null,      -- when the outcome was recorded
  domain         text not null,
  user_name      text not null,
  department     text,                      -- the user's at that time
  cost_centre    text,                      -- … and who paid
  resource       text not null,
  outcome        text not null,             -- completed, failed, interrupted, cancelled
  grade          text,                      -- how sure completion is
  tariff         text not null,
  tariff_version int not null,
  currency       text not null,             -- ISO 4217
  net            numeric not null,          -- the sum of the lines' amounts, without tax
  unpriced       boolean not null,          -- something was unknown that the tariff does not guess: to be looked at
  lines          jsonb not null             -- [{code, text, quantity, unit, unitPrice, amount}]
);
create index if not exists charge_at on charge (at);
-- Reports tell apart days, not moments: see usage_entry.
alter table charge alter column at set (n_distinct = 24);
create index if not exists charge_cost_centre on charge (cost_centre, at);

-- The tariffs as recorded; one row per version.
create table if not exists tariff_version (
  sequence       bigint primary key,        -- of the event that recorded it
  name           text not null,
  version        int not null,
  effective_from timestamptz not null,
  currency       text not null,
  trial          boolean not null,          -- only for reports, never charged
  document       jsonb not null,            -- as it was set
  withdrawn_by   bigint                     -- sequence of the event that took it out of force
);
