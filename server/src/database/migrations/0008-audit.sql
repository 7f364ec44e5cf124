-- About whom a row is, and which perangkat daerah it concerns: their perencana and sekretaris may read it, also when roles or units have
-- gone since. No reference to perangkat_daerah, because one that nobody uses can be removed and the audit stays.
alter table audit add column subject_id text references account;
alter table audit add column perangkat_daerah_ids text[] not null default '{}';

update audit set subject_id = account.id
from account
where account.id = audit.detail ->> 'id'
  and (action like 'account.%' or action like 'grant.%' or action in ('password.reset', 'session.endedByAdmin'));

update audit set perangkat_daerah_ids = coalesce(
  (select array[r.perangkat_daerah_id] from renja r where r.id = audit.renja_id),
  case when audit.detail ->> 'perangkatDaerahId' is not null then array[audit.detail ->> 'perangkatDaerahId'] end,
  case when action like 'perangkatDaerah.%' then array[audit.detail ->> 'id'] end,
  (select array_agg(distinct g.perangkat_daerah_id) from role_grant g
    where g.account_id = coalesce(audit.subject_id, audit.account_id) and g.perangkat_daerah_id is not null),
  '{}'
);

create index audit_at on audit (at);
create index audit_account on audit (account_id, id);
create index audit_subject on audit (subject_id, id);

create trigger audit_is_written_once before update or delete on audit
  for each row execute function refuse_change();
create trigger audit_is_never_truncated before truncate on audit
  for each statement execute function refuse_change();
create trigger stage_change_is_written_once before update or delete on stage_change
  for each row execute function refuse_change();
create trigger stage_change_is_never_truncated before truncate on stage_change
  for each statement execute function refuse_change();
