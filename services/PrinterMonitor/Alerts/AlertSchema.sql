-- Alerts: what changed and is not looked at yet, what trouble there is, who is still to be told what. In the monitor's schema; the monitor's alone,
-- except that operators acknowledge.

-- Written in the transaction of a change of health, taken in the transaction that makes incidents of it.
create table if not exists monitor.alert_change (
  id       bigint generated always as identity primary key,
  resource text not null,
  version  bigint not null,
  at       timestamptz not null,
  causes   text not null,          -- keywords with blanks between
  site     text not null,
  text     text
);

create table if not exists monitor.alert_incident (
  id              uuid primary key,
  resource        text not null,
  site            text not null,
  cause           text not null,
  opened_at       timestamptz not null,
  text            text,
  cleared_at      timestamptz,
  acknowledged_by text,
  acknowledged_at timestamptz
);
create index if not exists alert_incident_open on monitor.alert_incident (resource) where cleared_at is null;
create index if not exists alert_incident_cleared on monitor.alert_incident (cleared_at) where cleared_at is not null;

create table if not exists monitor.alert_notice (
  incident  uuid not null references monitor.alert_incident on delete cascade,
  rule      text not null,
  phase     text not null,
  due_at    timestamptz,           -- when there is something to tell next
  letter    text,
  escalated boolean not null default false,
  primary key (incident, rule)
);
create index if not exists alert_notice_due on monitor.alert_notice (due_at) where due_at is not null;
create index if not exists alert_notice_closing on monitor.alert_notice (incident) where phase = 'Closing';

-- Which version of the rules the notices follow.
create table if not exists monitor.alert_rules_seen (
  one     boolean primary key default true check (one),
  version bigint not null
);
