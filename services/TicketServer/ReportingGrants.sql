-- Other services tell support through this door; the tables behind it stay the ticket server's. What was told with an id is not told again
-- with it.
do $$ begin
  -- Servers that start together ("TFTELLSU" in ASCII).
  perform pg_advisory_xact_lock(x'544654454c4c5355'::bigint);
  if to_regprocedure('ticketflow.tell_support(uuid, timestamptz, text, text)') is null then
    create function ticketflow.tell_support(id uuid, at timestamptz, kind text, sentence text) returns void
      language sql security definer set search_path = ticketflow, pg_temp as $tell$
        insert into support_notice (id, at, kind, text, causes) values ($1, $2, $3, $4, '{}') on conflict (id) do nothing;
        select pg_notify('ticketflow_support', '');
      $tell$;
    revoke all on function ticketflow.tell_support(uuid, timestamptz, text, text) from public;
  end if;
end $$;

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
    grant execute on function ticketflow.tell_support(uuid, timestamptz, text, text) to ticketflow_reporting;
  end if;
end $$;
