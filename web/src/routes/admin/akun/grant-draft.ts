import type { Role } from '@rembug/shared/access/access.ts';
import type { AdminPerangkatDaerah } from '@rembug/shared/api/api-types.ts';

/** A grant as it is chosen; '' is nothing yet. */
export interface GrantDraft {
	role: Role | '';
	perangkatDaerahId: string;
	unitId: string;
}

/** Where there is one office only, it is chosen already. */
export function newGrantDraft(offices: readonly AdminPerangkatDaerah[]): GrantDraft {
	return { role: '', perangkatDaerahId: offices.length === 1 ? (offices[0]?.id ?? '') : '', unitId: '' };
}

/** What is sent: only what the role needs. */
export function grantBody({ role, perangkatDaerahId, unitId }: GrantDraft) {
	return {
		role,
		perangkatDaerahId: role === 'admin' ? null : perangkatDaerahId || null,
		unitId: role === 'staf' ? unitId || null : null
	};
}
