-- Links that open the big screen of a session without an account. Of the token in a link only its hash is kept; a link that is taken back
-- loses its row. session_id: in the document of the forum.
create table forum_screen (
  id text primary key,
  renja_id text not null references renja,
  session_id text not null,
  token_hash bytea not null unique,
  account_id text not null references account,
  at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index forum_screen_session on forum_screen (renja_id, session_id);
