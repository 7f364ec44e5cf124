-- What belongs to a usulan and is not in its document: the receipt of whoever made it, his personal data, and files.

-- Ten characters that nobody can guess; on paper, and the key to a page that needs no account.
create table usulan_receipt (
  renja_id text not null references renja,
  usulan_id text not null,
  code text not null unique check (length(code) = 10),
  account_id text references account,
  at timestamptz not null default now(),
  primary key (renja_id, usulan_id)
);

-- A proposer's name, telephone and address are here and nowhere else. account_id: who entered them last.
create table usulan_person (
  renja_id text not null references renja,
  usulan_id text not null,
  nama text,
  telepon text,
  alamat text,
  account_id text not null references account,
  at timestamptz not null default now(),
  primary key (renja_id, usulan_id)
);

-- Photos and files, in the database so that a backup has them. A removed one keeps its row, with the reason, and loses its bytes.
create table usulan_file (
  id text primary key,
  renja_id text not null references renja,
  usulan_id text not null,
  nama text not null,
  type text not null check (type in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
  size int not null,
  bytes bytea,
  account_id text not null references account,
  at timestamptz not null default now(),
  removed_at timestamptz,
  removed_by text references account,
  removed_reason text,
  check ((bytes is null) = (removed_at is not null) and (removed_at is null) = (removed_reason is null))
);
create index usulan_file_usulan on usulan_file (renja_id, usulan_id);
