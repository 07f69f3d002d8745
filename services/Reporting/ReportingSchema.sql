-- What readers see: views of the live generation of each projection, under their plain names. The projections fill schemas of their own
-- (reportedjobs_v1, …). Operators work as the ticket server's role, and may read everything here, now and after a switch.
do $$ begin
  if to_regnamespace('reporting') is null then
    create schema reporting;
  end if;
  if exists (select from pg_roles where rolname = 'ticketflow') and current_user <> 'ticketflow' then
    grant usage on schema reporting to ticketflow;
    alter default privileges in schema reporting grant select on tables to ticketflow;
    grant select on all tables in schema reporting to ticketflow;
  end if;
end $$;

-- Adds up whole numbers with a number as its state. PostgreSQL's own sum of bigint keeps 128 bits and hands them from a parallel worker to
-- the next as a decimal: half the time of a report by user and day. Beyond 63 bits it is an error (out of range), never a wrong number.
do $$ begin
  if to_regprocedure('reporting.total(bigint)') is null then
    create aggregate reporting.total (bigint) (sfunc = int8pl, stype = bigint, combinefunc = int8pl, parallel = safe);
  end if;
end $$;
