-- Budgets as set, and what is used of them. Functions of the events alone; may be dropped and rebuilt.
create table if not exists budget (
  subject       text not null,          -- user:domain\name, department:name, cost-centre:name; NAME * = who has none of the own
  unit          text not null,          -- pages, or ISO 4217
  amount        numeric not null,       -- in each month
  mode          text not null,          -- warn, hold, refuse
  time_zone     text not null,
  warn_percent  int not null,
  unknown_pages int not null,
  contact       text,
  primary key (subject, unit)
);

create table if not exists budget_account (
  account  text primary key,            -- subject|unit|period
  subject  text not null,
  unit     text not null,
  period   text not null,               -- a month, like 2026-11
  reserved numeric not null,            -- put aside for jobs that have not ended
  spent    numeric not null,
  granted  numeric not null             -- beside the budget, in this month only
);
create index if not exists budget_account_period on budget_account (period, subject);

-- Tariffs in force or to come, for the estimate.
create table if not exists budget_tariff (
  name     text not null,
  version  int not null,
  document jsonb not null,
  primary key (name, version)
);

-- The arbiter. Runs after the reservations of a transaction, with their rows locked: whoever took what was not there any more is thrown out,
-- with all the transaction did, and decides again. Reservations that only warn, or that an operator forced, are not asked about.
do $do$ begin
  if to_regproc('budget_demand') is null then
    create function budget_demand(accounts text[]) returns void language plpgsql as $$
    declare beyond text;
    begin
      select a.account into beyond from budget_account a
      left join budget own on own.subject = a.subject and own.unit = a.unit
      left join budget general on general.subject = split_part(a.subject, ':', 1) || ':*' and general.unit = a.unit
      where a.account = any(accounts) and coalesce(own.mode, general.mode) <> 'warn'
        and a.reserved + a.spent > coalesce(own.amount, general.amount) + a.granted
      limit 1;
      if beyond is not null then
        raise exception 'more is wanted of the budget % than is left', beyond using errcode = 'TFB01';
      end if;
    end $$;
  end if;
end $do$;
