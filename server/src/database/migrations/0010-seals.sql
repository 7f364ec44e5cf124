-- How much of a row the hash of a snapshot covers: from 2 on everything that is stored. Those of before keep the seal they were given.
alter table snapshot add column seal_format int not null default 1;
alter table snapshot alter column seal_format drop default;
