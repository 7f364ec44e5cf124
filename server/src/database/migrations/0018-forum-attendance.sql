-- Who was at a session of a forum. Names are personal data: they are here and nowhere else; the document holds how many came from where.
-- session_id: in the document of the forum. id: made where the row was written, so that what is sent twice stands here once.
create table forum_attendance (
  renja_id text not null references renja,
  session_id text not null,
  id text not null,
  name text not null,
  institution text not null,
  position text not null,
  element text not null,
  account_id text not null references account,
  n bigint generated always as identity,
  at timestamptz not null default now(),
  primary key (renja_id, session_id, id)
);
