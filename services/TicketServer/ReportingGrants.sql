-- The reporting service reads the log, runs its projections (checkpoints, parked events, generations), and appends facts of its own:
-- organisation, tariffs, invoices. The queues and everything else here are none of its business. Without that role nothing happens.
do $$ begin
  if exists (select from pg_roles where rolname = 'ticketflow_reporting') then
    grant usage on schema ticketflow to ticketflow_reporting;
    grant select on ticketflow.mt_events, ticketflow.mt_streams, ticketflow.mt_events_sequence to ticketflow_reporting;
    grant insert on ticketflow.mt_events to ticketflow_reporting;
    grant insert, update on ticketflow.mt_streams to ticketflow_reporting;
    grant usage on ticketflow.mt_events_sequence to ticketflow_reporting;
    grant select, insert, update, delete on ticketflow.mt_event_progression, ticketflow.parked_events, ticketflow.projection_generations
      to ticketflow_reporting;
    grant select, insert, update on ticketflow.mt_high_water_skips to ticketflow_reporting;
  end if;
end $$;
