-- Operators work as the ticket server's role: they see everything here, acknowledge, have letters sent, and decide on proposals.
do $$ begin
  if exists (select from pg_roles where rolname = 'ticketflow') and current_user <> 'ticketflow' then
    grant usage on schema monitor to ticketflow;
    grant select on all tables in schema monitor to ticketflow;
    grant update (acknowledged_by, acknowledged_at) on monitor.alert_incident to ticketflow;
    grant insert on monitor.alert_letter to ticketflow;
    grant insert, update on monitor.proposal to ticketflow;
  end if;
end $$;
