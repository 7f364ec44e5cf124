import { rolesOfForum, rolesOfKecamatan, type Role } from '@rembug/shared/access/access.ts';
import type { AdminPerangkatDaerah } from '@rembug/shared/api/api-types.ts';

/** A grant as it is chosen; '' is nothing yet. */
export interface GrantDraft {
	role: Role | '';
	perangkatDaerahId: string;
	unitId: string;
	kecamatan: string;
	renjaId: string;
}

/** Where there is one office only, it is chosen already. */
export function newGrantDraft(offices: readonly AdminPerangkatDaerah[]): GrantDraft {
	return { role: '', perangkatDaerahId: offices.length === 1 ? (offices[0]?.id ?? '') : '', unitId: '', kecamatan: '', renjaId: '' };
}

/** What is sent: only what the role needs. */
export function grantBody({ role, perangkatDaerahId, unitId, kecamatan, renjaId }: GrantDraft) {
	return {
		role,
		perangkatDaerahId: role === 'admin' ? null : perangkatDaerahId || null,
		unitId: role === 'staf' ? unitId || null : null,
		...(needs(rolesOfKecamatan, role) ? { kecamatan } : {}),
		...(needs(rolesOfForum, role) ? { renjaId } : {})
	};
}

/** Whether a role is one of these; none chosen yet is none of them. */
export function needs(roles: readonly Role[], role: Role | ''): boolean {
	return role !== '' && roles.includes(role);
}
