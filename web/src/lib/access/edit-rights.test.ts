import { describe, expect, it } from 'vitest';
import type { Actor, Role } from '@rembug/shared/access/access.ts';
import type { Stage } from '@rembug/shared/renja/stages.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { editProblemMessage } from '../errors/messages.ts';
import { createEditRights } from './edit-rights.ts';

const rows = [
	{ id: 'p', level: 'program', parent: 'bu', bidang: 'koperasi', indikator: [], sumberDana: [] },
	{ id: 'k', level: 'kegiatan', parent: 'p', indikator: [], sumberDana: [] },
	{ id: 's', level: 'subkegiatan', parent: 'k', indikator: [], sumberDana: [] },
	{ id: 's2', level: 'subkegiatan', parent: 'k', bidang: 'umkm', indikator: [], sumberDana: [] },
	{ id: 'bu', level: 'bidang_urusan', parent: null, indikator: [], sumberDana: [] }
] as unknown as NodeValue[];
const find = (id: string): NodeValue | undefined => rows.find((row) => row.id === id);
const owner = (id: string): string | null => {
	const row = find(id);
	return row?.bidang ?? (row?.parent ? owner(row.parent) : null);
};

function rightsOf(role: Role, unitId: string | null, given: { stage?: Stage; frozen?: boolean; lockedUnits?: string[] } = {}) {
	const actor: Actor = { id: 'u', nama: 'U', grants: [{ role, perangkatDaerahId: 'pd', unitId }] };
	return createEditRights({
		session: {
			stage: given.stage ?? 'rancangan',
			frozen: given.frozen ?? false,
			lockedUnits: given.lockedUnits ?? [],
			mayWrite: true,
			info: { bidangBab: { '2.1': 'koperasi', '2.2': 'umkm' } },
			node: find,
			children: (id) => rows.filter((row) => row.parent === id).map((row) => row.id),
			effectiveBidang: owner
		},
		actor: () => actor,
		renja: () => ({
			perangkatDaerahId: 'pd',
			units: [
				{ id: 'koperasi', nama: 'Bidang Koperasi', singkatan: 'Koperasi', jenis: 'bidang' },
				{ id: 'umkm', nama: 'Bidang Usaha Mikro', singkatan: 'UMKM', jenis: 'bidang' }
			]
		})
	});
}

describe('edit rights of the page', () => {
	it('says who writes a section', () => {
		const rights = rightsOf('staf', 'koperasi');
		expect(rights.sectionProblem('2.1')).toBeNull();
		expect(rights.sectionProblem('2.2')).toBe('otherUnit');
		expect(rights.explainSection('otherUnit', '2.2')).toBe('Bagian ini ditulis oleh Bidang Usaha Mikro.');
		expect(rights.sectionProblem('5')).toBe('noUnit');
		expect(rightsOf('perencana', null).sectionProblem('5')).toBeNull();
		expect(rightsOf('staf', 'koperasi', { lockedUnits: ['koperasi'] }).sectionProblem('2.1')).toBe('locked');
		expect(rightsOf('perencana', null, { frozen: true }).sectionProblem('5')).toBe('frozen');
	});

	it('lets staf edit what hangs under their unit and names the owner of the rest', () => {
		const rights = rightsOf('staf', 'koperasi');
		expect([rights.rowProblem('s'), rights.rowProblem('s2'), rights.rowProblem('bu')]).toEqual([null, 'otherUnit', 'noUnit']);
		expect(rights.explain('otherUnit', 's2')).toContain('milik Bidang Usaha Mikro');
	});

	it('asks for every row of a branch that is to be removed', () => {
		const remove = { edit: 'removeNode', args: { id: 'k' } } as const;
		expect(rightsOf('staf', 'koperasi').problem(remove)).toBe('otherUnit');
		expect(rightsOf('perencana', null).problem(remove)).toBeNull();
	});

	it('says that a plan is frozen before anything else, and that a unit is locked', () => {
		expect(rightsOf('perencana', null, { frozen: true }).rowProblem('s')).toBe('frozen');
		expect(rightsOf('staf', 'koperasi', { lockedUnits: ['koperasi'] }).rowProblem('s')).toBe('locked');
	});

	it('has a sentence for every reason', () => {
		expect(editProblemMessage('right.otherUnit')).toMatch(/unit lain/);
		expect(editProblemMessage('right.planners')).toMatch(/perencana/);
	});
});
