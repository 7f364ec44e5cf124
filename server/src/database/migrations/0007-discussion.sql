-- Every Renja has a document in which it is talked about; those that are there already get theirs.
insert into document (id, renja_id, part, generation)
select r.id || '-discussion', r.id, 'discussion', gen_random_uuid()::text
from renja r
where not exists (select from document d where d.renja_id = r.id and d.part = 'discussion');
