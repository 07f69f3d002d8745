-- Who seals the log daily reads it and adds seals; it changes neither the log nor a seal that is there. Without that role nothing happens.
do $$ begin
  if exists (select from pg_roles where rolname = 'ticketflow_auditor') then
    grant usage on schema ticketflow to ticketflow_auditor;
    grant select on ticketflow.mt_events, ticketflow.mt_streams, ticketflow.mt_event_progression to ticketflow_auditor;
    grant select, insert on ticketflow.chain_seals to ticketflow_auditor;
  end if;
end $$;
