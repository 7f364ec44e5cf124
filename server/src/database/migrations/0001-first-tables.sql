-- People -----------------------------------------------------------------------------------------

create table perangkat_daerah (
  id text primary key,
  nama text not null,
  daerah text not null,
  created_at timestamptz not null default now()
);

-- A unit is a bidang, the sekretariat or a UPT: whatever can own rows of a plan.
create table unit (
  id text primary key,
  perangkat_daerah_id text not null references perangkat_daerah,
  nama text not null,
  singkatan text not null,
  jenis text not null check (jenis in ('sekretariat', 'bidang', 'upt')),
  urutan int not null default 0
);

create table account (
  id text primary key,
  username text not null unique check (username = lower(username)),
  nama text not null,
  password_hash text not null,
  -- Demo accounts are refused at sign-in wherever others than this machine could reach the page.
  demo boolean not null default false,
  disabled boolean not null default false,
  created_at timestamptz not null default now()
);

-- A role is a grant. perangkat_daerah_id is null for the admin only, who looks after accounts and sees no Renja.
create table role_grant (
  id bigint generated always as identity primary key,
  account_id text not null references account on delete cascade,
  role text not null check (role in ('admin', 'perencana', 'sekretaris', 'staf', 'kepala_dinas', 'verifikator')),
  perangkat_daerah_id text references perangkat_daerah,
  unit_id text references unit,
  unique nulls not distinct (account_id, role, perangkat_daerah_id, unit_id)
);

-- The column names of this table are lucia's.
create table account_session (
  id text primary key,
  user_id text not null references account on delete cascade,
  expires_at timestamptz not null
);
create index account_session_user on account_session (user_id);

-- Renja and its documents ------------------------------------------------------------------------

create table renja (
  id text primary key,
  perangkat_daerah_id text not null references perangkat_daerah,
  tahun int not null check (tahun between 2000 and 2200),
  jenis text not null check (jenis in ('murni', 'perubahan')),
  judul text not null,
  stage text not null check (stage in ('persiapan', 'ranwal', 'rancangan', 'forum_pd', 'rancangan_akhir', 'diajukan', 'disetujui', 'ditetapkan')),
  demo boolean not null default false,
  created_at timestamptz not null default now()
);

-- One row a Y.Doc. head_seq is the seq of the newest row of update_log: gapless, raised only by the statement that appends.
create table document (
  id text primary key,
  renja_id text not null references renja,
  part text not null check (part in ('plan', 'forum', 'realisasi', 'discussion')),
  generation text not null,
  head_seq bigint not null default 0,
  frozen boolean not null default false,
  unique (renja_id, part)
);

create table update_log (
  document_id text not null references document,
  seq bigint not null,
  account_id text references account,
  bytes bytea not null,
  at timestamptz not null default now(),
  primary key (document_id, seq)
);

-- The log up to and including seq, merged. Rows of update_log at or below it may be gone.
create table document_state (
  document_id text primary key references document,
  seq bigint not null,
  bytes bytea not null
);

-- Who changed which field, for ever. entity: 'n1', 'n1/indikator/i1', '' for the root map itself.
create table field_change (
  id bigint generated always as identity primary key,
  document_id text not null references document,
  seq bigint not null,
  account_id text references account,
  root text not null,
  entity text not null,
  field text not null,
  before jsonb,
  after jsonb,
  at timestamptz not null default now()
);
create index field_change_entity on field_change (document_id, root, entity, field, id desc);
create index field_change_seq on field_change (document_id, seq);

-- A Yjs client id belongs to the account that used it first in a document: nobody writes in another's name.
create table document_client (
  document_id text not null references document,
  client_id bigint not null,
  account_id text not null references account,
  primary key (document_id, client_id)
);

-- Two values of a register set in ignorance of each other (settled on the page: issue B).
create table conflict (
  id bigint generated always as identity primary key,
  document_id text not null references document,
  seq bigint not null,
  root text not null,
  entity text not null,
  field text not null,
  kept jsonb,
  kept_account_id text references account,
  other jsonb,
  other_account_id text references account,
  at timestamptz not null default now(),
  settled_at timestamptz,
  settled_by text references account
);

-- Snapshots, decisions, stages, audit: written once -----------------------------------------------

create table snapshot (
  id text primary key,
  renja_id text not null references renja,
  number int not null,
  document_id text not null references document,
  seq bigint not null,
  reason text not null check (reason in ('diajukan', 'manual')),
  state bytea not null,
  content text not null,
  state_sha256 text not null,
  content_sha256 text not null,
  previous_hash text,
  hash text not null unique,
  account_id text not null references account,
  at timestamptz not null,
  unique (renja_id, number)
);

create table snapshot_decision (
  id bigint generated always as identity primary key,
  snapshot_id text not null unique references snapshot,
  decision text not null check (decision in ('approve', 'return')),
  note text not null,
  account_id text not null references account,
  at timestamptz not null default now()
);

create table stage_change (
  id bigint generated always as identity primary key,
  renja_id text not null references renja,
  from_stage text not null,
  to_stage text not null,
  reason text not null default '',
  snapshot_id text references snapshot,
  account_id text not null references account,
  at timestamptz not null default now()
);

create table audit (
  id bigint generated always as identity primary key,
  action text not null,
  account_id text references account,
  renja_id text references renja,
  detail jsonb not null default '{}',
  at timestamptz not null default now()
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rembug: % rows are never changed', tg_table_name using errcode = 'RB001';
end $$;

create trigger snapshot_is_written_once before update or delete on snapshot
  for each row execute function refuse_change();
create trigger snapshot_is_never_truncated before truncate on snapshot
  for each statement execute function refuse_change();
create trigger snapshot_decision_is_written_once before update or delete on snapshot_decision
  for each row execute function refuse_change();
create trigger snapshot_decision_is_never_truncated before truncate on snapshot_decision
  for each statement execute function refuse_change();
create trigger field_change_is_written_once before update or delete on field_change
  for each row execute function refuse_change();
create trigger field_change_is_never_truncated before truncate on field_change
  for each statement execute function refuse_change();
