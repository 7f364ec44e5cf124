-- Notes on rows that the Kepala Dinas writes while he reads a submission.

-- His own, until he decides. They wait here and not in a browser, because a submission is read on more than one of them.
-- kode and uraian as they stand in the snapshot.
create table review_draft (
  snapshot_id text not null references snapshot,
  account_id text not null references account,
  node_id text not null,
  kode text not null,
  uraian text not null,
  text text not null,
  at timestamptz not null default now(),
  primary key (snapshot_id, account_id, node_id)
);

-- Part of the decision.
create table decision_note (
  id text primary key,
  snapshot_id text not null references snapshot_decision (snapshot_id),
  node_id text not null,
  kode text not null,
  uraian text not null,
  text text not null,
  unique (snapshot_id, node_id)
);

-- "Sudah ditindaklanjuti", and its taking back: each is a row, the newest counts.
create table decision_note_answer (
  id bigint generated always as identity primary key,
  note_id text not null references decision_note,
  settled boolean not null,
  text text not null default '',
  account_id text not null references account,
  at timestamptz not null default now()
);
create index decision_note_answer_note on decision_note_answer (note_id, id desc);

create trigger decision_note_is_written_once before update or delete on decision_note
  for each row execute function refuse_change();
create trigger decision_note_is_never_truncated before truncate on decision_note
  for each statement execute function refuse_change();
create trigger decision_note_answer_is_written_once before update or delete on decision_note_answer
  for each row execute function refuse_change();
create trigger decision_note_answer_is_never_truncated before truncate on decision_note_answer
  for each statement execute function refuse_change();
