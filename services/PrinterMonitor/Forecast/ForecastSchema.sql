-- Levels over time, for forecasts: one row for each change of a supply's or a tray's level. In the monitor's schema.
create table if not exists monitor.level_sample (
  resource text not null,
  part     text not null,          -- supply:INDEX or tray:INDEX
  at       timestamptz not null,
  name     text not null,
  percent  int not null,
  primary key (resource, part, at)
);
