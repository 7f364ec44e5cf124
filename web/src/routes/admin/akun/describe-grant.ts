import type { Grant } from '@rembug/shared/access/access.ts';
import type { AdminPerangkatDaerah } from '@rembug/shared/api/api-types.ts';
import { roleLabels } from '#lib/people/role-labels.ts';

/** `Staf unit · Bidang Koperasi`; the office too where there are several. */
export function describeGrant(grant: Grant, offices: readonly AdminPerangkatDaerah[]): string {
	const office = offices.find((one) => one.id === grant.perangkatDaerahId);
	const unit = office?.units.find((one) => one.id === grant.unitId);
	const renja = office?.renja.find((one) => one.id === grant.renjaId);
	return [
		roleLabels[grant.role].label,
		unit?.nama,
		grant.kecamatan && `Kec. ${grant.kecamatan}`,
		renja && `Forum ${renja.tahun}`,
		offices.length > 1 ? office?.nama : undefined
	]
		.filter(Boolean)
		.join(' · ');
}
