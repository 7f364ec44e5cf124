-- A password that the admin gave out is good for one thing: choosing an own one.
alter table account add column must_change_password boolean not null default false;
