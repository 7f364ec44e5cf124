-- A perencana or sekretaris may lock what a unit fills in, without locking the plan.
create table unit_lock (
  renja_id text not null references renja,
  unit_id text not null references unit,
  account_id text not null references account,
  at timestamptz not null default now(),
  primary key (renja_id, unit_id)
);

-- Counts changes of what decides about writing beside stage and freeze. Rows that were judged by older rules are not appended.
alter table document add column rules int not null default 0;
