-- Every Renja has a forum in which usulan are sorted and decided; those that are there already get theirs.
insert into document (id, renja_id, part, generation)
select r.id || '-forum', r.id, 'forum', gen_random_uuid()::text
from renja r
where not exists (select from document d where d.renja_id = r.id and d.part = 'forum');

-- Guests of a forum: who chairs it, who speaks for a kecamatan in it; and who enters usulan for a kecamatan.
-- session_id: in the document of the forum; null means all its sessions.
alter table role_grant
  add column kecamatan text,
  add column renja_id text references renja,
  add column session_id text,
  drop constraint role_grant_role_check,
  drop constraint role_grant_account_id_role_perangkat_daerah_id_unit_id_key;
alter table role_grant
  add constraint role_grant_role_check check (role in (
    'admin', 'perencana', 'sekretaris', 'staf', 'kepala_dinas', 'verifikator', 'ketua_forum', 'delegasi', 'kecamatan'
  )),
  add constraint role_grant_place_check check (
    (kecamatan is not null) = (role in ('delegasi', 'kecamatan'))
    and (renja_id is not null) = (role in ('ketua_forum', 'delegasi'))
    and (session_id is null or renja_id is not null)
  ),
  add constraint role_grant_once unique nulls not distinct (account_id, role, perangkat_daerah_id, unit_id, kecamatan, renja_id, session_id);
