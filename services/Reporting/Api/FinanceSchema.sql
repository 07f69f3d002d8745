-- What the finance API keeps for itself: who may ask, and which reports go out by mail. Not a projection; nothing else rebuilds it.
do $$ begin
  if to_regnamespace('finance') is null then
    create schema finance;
  end if;
end $$;

-- A token itself stands nowhere, only its SHA-256.
create table if not exists finance.token (
  id         text primary key,
  name       text        not null,
  role       text        not null check (role in ('read', 'finance')),
  hash       bytea       not null,
  created_at timestamptz not null default now(),
  created_by text        not null,
  expires_at timestamptz,
  revoked_at timestamptz
);
create unique index if not exists token_name on finance.token (name) where revoked_at is null;

-- Operators work as the ticket server's role: they make, list and revoke tokens.
do $$ begin
  if exists (select from pg_roles where rolname = 'ticketflow') and current_user <> 'ticketflow' then
    grant usage on schema finance to ticketflow;
    grant select, insert, update on finance.token to ticketflow;
  end if;
end $$;
