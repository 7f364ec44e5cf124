-- The Renja that began as an earlier snapshot. Written once, with the Renja.
create table renja_origin (
  renja_id text primary key references renja,
  snapshot_id text not null references snapshot
);
create trigger renja_origin_is_written_once before update or delete on renja_origin
  for each row execute function refuse_change();
create trigger renja_origin_is_never_truncated before truncate on renja_origin
  for each statement execute function refuse_change();
