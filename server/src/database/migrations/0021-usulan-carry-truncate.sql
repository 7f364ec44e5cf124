-- What was carried over is evidence of where a usulan came from: its table is not emptied either.
create trigger usulan_carry_is_never_truncated before truncate on usulan_carry
  for each statement execute function refuse_change();
