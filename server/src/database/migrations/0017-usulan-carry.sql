-- A usulan that was not funded, brought to a later Renja: where it comes from, and what was decided about it there, as it stood that day.
create table usulan_carry (
  from_renja text not null references renja,
  from_usulan text not null,
  to_renja text not null references renja,
  to_usulan text not null,
  status text not null,
  alasan text,
  session_judul text,
  session_tanggal date,
  decided_at timestamptz,
  account_id text not null references account,
  at timestamptz not null default now(),
  primary key (from_renja, from_usulan, to_renja),
  unique (to_renja, to_usulan)
);
create trigger usulan_carry_stays before update or delete on usulan_carry for each row execute function refuse_change();
