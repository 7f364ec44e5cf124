-- The title in lists is that of the document. Until now it stayed what it was when the Renja was made.
update renja r set judul = coalesce(last.judul, '')
from (
  select distinct on (d.renja_id) d.renja_id, c.after #>> '{}' as judul
  from field_change c join document d on d.id = c.document_id
  where c.root = 'info' and c.entity = '' and c.field = 'judul' and d.part = 'plan'
  order by d.renja_id, c.id desc
) last
where last.renja_id = r.id;
