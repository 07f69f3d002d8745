-- The access policy as it stands: one row per entry (see PolicyEntry). A function of the events alone; it may be dropped and rebuilt.
create table if not exists access_entry (
  subject text not null,
  name    text not null,
  value   text not null,
  primary key (subject, name)
);
