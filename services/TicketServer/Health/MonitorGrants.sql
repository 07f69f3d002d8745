-- The printer monitor reads the log and keeps its own checkpoints; nothing else here is its business. Without that role nothing happens.
do $$ begin
  if exists (select from pg_roles where rolname = 'ticketflow_monitor') then
    grant usage on schema ticketflow to ticketflow_monitor;
    grant select on ticketflow.mt_events, ticketflow.mt_streams, ticketflow.mt_events_sequence to ticketflow_monitor;
    grant select, insert, update on ticketflow.mt_event_progression, ticketflow.mt_high_water_skips to ticketflow_monitor;
  end if;
end $$;
