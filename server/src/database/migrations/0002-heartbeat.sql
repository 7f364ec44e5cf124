-- One row, written to find out whether this database can commit.
create table heartbeat (
  only_row boolean primary key default true check (only_row),
  at timestamptz not null
);
insert into heartbeat (at) values (now());
