-- The room names a conflict before its row is written, so that later changes of the same field find it.
alter table conflict alter column id drop identity;
alter table conflict alter column id type text;
create index conflict_open on conflict (document_id) where settled_at is null;
