-- What support is to be told (M-17, M-19). The notices are a function of the events; what became of each is kept beside them, so the table is
-- never emptied for a rebuild: a notice that is there already is not written, and not sent, again.
create table if not exists support_notice (
  id       uuid primary key,
  at       timestamptz not null,
  kind     text    not null,
  resource text,
  job      text,
  causes   text[]  not null,
  text     text    not null,
  planned  boolean not null default false
);

-- Databases from before this column; asked first, because altering locks the table even when there is nothing to do.
do $$ begin
  if not exists (select from pg_attribute where attrelid = 'support_notice'::regclass and attname = 'source' and not attisdropped) then
    alter table support_notice add column source text;
  end if;
end $$;

create index if not exists support_notice_fresh on support_notice (at) where not planned;
create index if not exists support_notice_at on support_notice (at);

create table if not exists support_delivery (
  notice   uuid not null references support_notice on delete cascade,
  receiver text not null,
  state    text not null default 'open',
  tries    int  not null default 0,
  next_at  timestamptz not null,
  error    text,
  primary key (notice, receiver)
);

create index if not exists support_delivery_due on support_delivery (receiver, next_at) where state = 'open';
