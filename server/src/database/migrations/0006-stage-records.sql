-- What belongs to the stages of a Renja beside the stage itself: dates, inputs that are at hand, the Perkada.

create table stage_window (
  renja_id text not null references renja,
  stage text not null,
  starts_on date,
  ends_on date,
  primary key (renja_id, stage)
);

-- The item is one of stage-checklist.ts; a tick that is taken back is deleted, and the audit keeps both.
create table checklist_tick (
  renja_id text not null references renja,
  stage text not null,
  item text not null,
  state text not null check (state in ('done', 'notNeeded')),
  note text not null default '',
  link text not null default '',
  account_id text not null references account,
  at timestamptz not null default now(),
  primary key (renja_id, stage, item)
);

-- A wrongly typed number is corrected by another row; the newest counts.
create table penetapan (
  id bigint generated always as identity primary key,
  renja_id text not null references renja,
  nomor text not null,
  tanggal date not null,
  reason text not null default '',
  account_id text not null references account,
  at timestamptz not null default now()
);

create trigger penetapan_is_written_once before update or delete on penetapan
  for each row execute function refuse_change();
create trigger penetapan_is_never_truncated before truncate on penetapan
  for each statement execute function refuse_change();
