-- Which reports went out by mail. A row is the claim to send one: whoever writes it, in the transaction that writes the letters, sends it.
create table if not exists finance.report_run (
  schedule   text        not null,
  period     text        not null,
  request    bigint      not null,   -- number of the event that asked for it; by the clock 0, or minus that of the schedule's change
  due_at     timestamptz not null,
  written_at timestamptz not null,
  letter     uuid,                   -- null: missed, and not made up for
  rows       int,
  primary key (schedule, period, request)
);
create index if not exists report_run_written on finance.report_run (written_at);

-- Whose failure support was told.
create table if not exists finance.report_told (
  letter   uuid not null,
  receiver text not null,
  primary key (letter, receiver)
);

-- Operators work as the ticket server's role: they see what became of reports.
do $$ begin
  if exists (select from pg_roles where rolname = 'ticketflow') and current_user <> 'ticketflow' then
    grant select on finance.report_run, finance.report_letter to ticketflow;
  end if;
end $$;
