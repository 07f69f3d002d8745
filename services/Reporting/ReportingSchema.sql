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
