-- The minutes of a session of a forum as they were sealed: what was decided, on which plan, and by whom it was closed. Written once.
create table berita_acara (
  id text primary key,
  renja_id text not null references renja,
  session_id text not null,
  number int not null,
  forum_seq bigint not null,
  plan_seq bigint not null,
  content text not null,
  content_sha256 text not null,
  previous_hash text,
  hash text not null unique,
  account_id text not null references account,
  at timestamptz not null,
  unique (renja_id, session_id),
  unique (renja_id, number)
);
create trigger berita_acara_is_written_once before update or delete on berita_acara
  for each row execute function refuse_change();
create trigger berita_acara_is_never_truncated before truncate on berita_acara
  for each statement execute function refuse_change();
