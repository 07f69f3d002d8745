-- Up to which parked event support was told, per projection.
create table if not exists finance.parked_told (
  shard   text primary key,
  newest  timestamptz not null,
  told_at timestamptz not null
);
