import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Edit } from '../renja/edit-types.ts';
import { registerNames } from '../renja/renja-schema.ts';
import { isPlanFrozen, stageLabels, stages, type Stage } from '../renja/stages.ts';
import { roles, type Actor, type Role } from './access.ts';
import { editRightProblem, type PresentPlan } from './edit-rights.ts';
import { planRightProblem, type PlanChange, type PlanContext, type PlanRow } from './plan-rights.ts';

const rows: Record<string, PlanRow> = {
	u: { level: 'urusan', parent: null },
	b: { level: 'bidang_urusan', parent: 'u' },
	p1: { level: 'program', parent: 'b', bidang: 'koperasi' },
	k1: { level: 'kegiatan', parent: 'p1' },
	k2: { level: 'kegiatan', parent: 'p1' },
	s1: { level: 'subkegiatan', parent: 'k1' },
	// A row of another unit in the middle of somebody's programme.
	s2: { level: 'subkegiatan', parent: 'k1', bidang: 'umkm' },
	p2: { level: 'program', parent: 'b', bidang: 'umkm' },
	k3: { level: 'kegiatan', parent: 'p2' },
	s3: { level: 'subkegiatan', parent: 'k3' },
	p3: { level: 'program', parent: 'b' },
	k4: { level: 'kegiatan', parent: 'p3' }
};
const row = (id: string): PlanRow | undefined => (Object.hasOwn(rows, id) ? rows[id] : undefined);

const actor = (role: Role, unitId: string | null = null): Actor => ({
	id: 'a',
	nama: role,
	grants: [{ role, perangkatDaerahId: 'pd', unitId }]
});
const koperasi = actor('staf', 'koperasi');
const umkm = actor('staf', 'umkm');
const perencana = actor('perencana');

const plan: PresentPlan = {
	perangkatDaerahId: 'pd',
	stage: 'rancangan',
	lockedUnits: [],
	row,
	unitOfSection: (section) => (section === 'bab3' ? 'koperasi' : null),
	liveRowsUnder: (id) => Object.keys(rows).filter((other) => chain(other).includes(id))
};
const context: PlanContext = { ...plan, rowBefore: row, rowAfter: row };

function chain(id: string): string[] {
	const parent = rows[id]?.parent;
	return parent ? [parent, ...chain(parent)] : [];
}

const cell = (entity: string, field: string): PlanChange => ({ root: 'nodes', entity, field });
const answer = (who: Actor, change: PlanChange, more: Partial<PlanContext> = {}): string =>
	planRightProblem(who, change, { ...context, ...more }) ?? 'may';
const may = (who: Actor, edit: Edit, more: Partial<PresentPlan> = {}): string => editRightProblem(who, edit, { ...plan, ...more }) ?? 'may';
const add = (level: 'program' | 'kegiatan' | 'subkegiatan', parent: string, bidang?: string): Edit => ({
	edit: 'addNode',
	args: { id: 'new', level, parent, order: 'a0', ...(bidang ? { bidang } : {}) }
});

describe('rights in the plan', () => {
	it('gives staf the rows of their unit, inherited down the tree, with all that hangs on them', () => {
		for (const id of ['p1', 'k1', 's1']) expect(answer(koperasi, cell(id, 'uraian'))).toBe('may');
		for (const entity of ['s1/indikator', 's1/indikator/i', 's1/sumberDana/d', 's1/triwulan/1'])
			expect(answer(koperasi, cell(entity, 'x'))).toBe('may');
		for (const id of ['s2', 'p2', 's3', 's3/indikator/i']) expect(answer(koperasi, cell(id, 'uraian'))).toBe('otherUnit');
		for (const id of ['u', 'b', 'p3', 'k4']) expect(answer(koperasi, cell(id, 'uraian'))).toBe('noUnit');
	});

	it('gives a row of another unit within a programme to that unit', () => {
		expect(answer(umkm, cell('s2', 'pagu'))).toBe('may');
		expect(answer(umkm, cell('s1', 'pagu'))).toBe('otherUnit');
	});

	it('leaves bidang, pagu limits, the data of the Renja and programs to perencana and sekretaris', () => {
		const changes: PlanChange[] = [
			cell('s1', 'bidang'),
			cell('p1', 'removed'),
			{ root: 'info', entity: '', field: 'paguLimit' },
			{ root: 'info', entity: 'paguLimitBidang', field: 'koperasi' },
			{ root: 'info', entity: 'bidangBab', field: 'bab3' },
			{ root: 'info', entity: '', field: 'nomenklaturVersion' }
		];
		for (const change of changes) {
			expect(answer(koperasi, change)).toBe('planners');
			expect(answer(perencana, change)).toBe('may');
			expect(answer(actor('sekretaris'), change)).toBe('may');
		}
	});

	it('lets nobody change which Renja it is', () => {
		for (const field of ['daerah', 'perangkatDaerah', 'tahun', 'jenis'])
			for (const [who, why] of [
				[perencana, 'fixed'],
				[koperasi, 'planners']
			] as const)
				expect(answer(who, { root: 'info', entity: '', field })).toBe(why);
	});

	it('gives a section to the unit that it is assigned to', () => {
		const section = (entity: string): PlanChange => ({ root: 'narrative', entity, field: 'teks' });
		expect(answer(koperasi, section('bab3'))).toBe('may');
		expect(answer(umkm, section('bab3'))).toBe('otherUnit');
		expect(answer(koperasi, section('bab1'))).toBe('noUnit');
		expect(answer(perencana, section('bab1'))).toBe('may');
	});

	it('lets staf add rows under rows of their unit only, never programs, never with a bidang of their own choice', () => {
		expect(may(koperasi, add('subkegiatan', 'k1'))).toBe('may');
		expect(may(koperasi, add('kegiatan', 'p1'))).toBe('may');
		expect(may(koperasi, add('subkegiatan', 'k3'))).toBe('otherUnit');
		expect(may(koperasi, add('kegiatan', 'p3'))).toBe('noUnit');
		expect(may(koperasi, add('kegiatan', 'p3', 'koperasi'))).toBe('place');
		expect(may(koperasi, add('subkegiatan', 'k1', 'koperasi'))).toBe('planners');
		expect(may(koperasi, add('subkegiatan', 'k1', 'umkm'))).toBe('otherUnit');
		expect(may(koperasi, add('program', 'b'))).toBe('noUnit');
		expect(may(koperasi, add('program', 'b', 'koperasi'))).toBe('planners');
		expect(may(perencana, add('program', 'b'))).toBe('may');
	});

	it('lets staf move rows within what is theirs, and nobody but planners from one unit to another', () => {
		const move = (id: string, parent: string): Edit => ({ edit: 'moveNode', args: { id, parent, order: 'a0' } });
		expect(may(koperasi, move('s1', 'k2'))).toBe('may');
		expect(may(koperasi, move('s1', 'k1'))).toBe('may');
		expect(may(koperasi, move('s1', 'k3'))).toBe('move');
		expect(may(koperasi, move('s3', 'k1'))).toBe('otherUnit');
		expect(may(koperasi, move('p1', 'b'))).toBe('place');
		// Theirs wherever it stands; but where it stands is the matter of whoever owns the row above.
		expect(may(umkm, move('s2', 'k2'))).toBe('place');
		expect(may(umkm, move('s2', 'k3'))).toBe('place');
		expect(may(perencana, move('s1', 'k3'))).toBe('may');
		const both: Actor = { ...koperasi, grants: [...koperasi.grants, ...umkm.grants] };
		expect(may(both, move('s1', 'k3'))).toBe('move');
	});

	it('lets staf remove what is theirs, not a branch with a row of somebody else in it', () => {
		const remove = (id: string): Edit => ({ edit: 'removeNode', args: { id } });
		expect(may(koperasi, remove('s1'))).toBe('may');
		expect(may(koperasi, remove('k2'))).toBe('may');
		expect(may(koperasi, remove('k1'))).toBe('otherUnit');
		expect(may(koperasi, remove('p1'))).toBe('planners');
		expect(may(umkm, remove('s2'))).toBe('may');
		expect(may(koperasi, { edit: 'restoreNodes', args: { ids: ['s1', 's3'] } })).toBe('otherUnit');
	});

	it('gives nobody who is not of this perangkat daerah, and no staf without a unit, anything', () => {
		const stranger: Actor = { ...perencana, grants: [{ role: 'perencana', perangkatDaerahId: 'pd2', unitId: null }] };
		expect(answer(stranger, cell('s1', 'pagu'))).toBe('role');
		expect(answer(actor('staf'), cell('s1', 'pagu'))).toBe('otherUnit');
		expect(answer(actor('staf'), cell('p3', 'pagu'))).toBe('noUnit');
	});

	it('locks the rows and sections of one unit for its staf, and for nobody else', () => {
		const locked = { lockedUnits: ['koperasi'] };
		expect(answer(koperasi, cell('s1', 'pagu'), locked)).toBe('locked');
		expect(answer(koperasi, { root: 'narrative', entity: 'bab3', field: 'teks' }, locked)).toBe('locked');
		expect(answer(umkm, cell('s2', 'pagu'), locked)).toBe('may');
		expect(answer(perencana, cell('s1', 'pagu'), locked)).toBe('may');
	});

	it('is the table in docs/access.md', async () => {
		const file = fileURLToPath(new URL('../../../docs/access.md', import.meta.url));
		const [words] = readFileSync(file, 'utf8').split('<!-- table -->');
		// `-u` writes the page anew.
		await expect(`${words}<!-- table -->\n${accessTable()}`).toMatchFileSnapshot(file);
	});
});

// The table -------------------------------------------------------------------------------------

const shown = ['perencana', 'sekretaris', 'staf', 'kepala_dinas', 'verifikator', 'admin'] as const satisfies readonly Role[];

/** Every place that the schema knows, asked of the rights for every role; nothing of it is written by hand. */
function accessTable(): string {
	const info = [...registerNames.info, 'paguLimitBidang/*', 'paguLimitSumberDana/*', 'bidangBab/*'];
	const rowFields = registerNames.node.filter((field) => field !== 'level' && field !== 'removed');
	const entries = (['indikator', 'sumberDana', 'triwulan'] as const).flatMap((name) =>
		registerNames[name].map((field) => `${name}/*/${field}`)
	);
	const changeAt = (place: string): PlanChange => {
		const keys = place.split('/');
		return { root: 'nodes', entity: ['s1', ...keys.slice(0, -1)].join('/'), field: keys.at(-1) as string };
	};
	const lines = [
		...info.map((field) => [`info: ${field}`, ...cells(infoChange(field), infoChange(field))]),
		...rowFields.map((field) => [`row: ${field}`, ...cells(cell('s1', field), cell('s3', field))]),
		...entries.map((place) => [
			`row: ${place}`,
			...cells(changeAt(place), { ...changeAt(place), entity: changeAt(place).entity.replace('s1', 's3') })
		]),
		...(['program', 'kegiatan', 'subkegiatan'] as const).map((level) => [`add a ${level}`, ...added(level)]),
		...(['program', 'kegiatan', 'subkegiatan'] as const).map((level) => [`remove or restore a ${level}`, ...removed(level)]),
		[
			'section of narrative',
			...cells({ root: 'narrative', entity: 'bab3', field: 'teks' }, { root: 'narrative', entity: 'bab1', field: 'teks' })
		]
	];
	const head = ['', ...shown.flatMap((role) => (role === 'staf' ? ['staf, own unit', 'staf, other unit or none'] : [role]))];
	const open = stages.filter((stage) => !isPlanFrozen(stage));
	return [
		'',
		`Stages in which this holds: ${open.map(name).join(', ')}. In ${stages
			.filter((stage) => !open.includes(stage))
			.map(name)
			.join(', ')} nobody changes anything.`,
		'',
		markdown([head, ...lines.map((line) => line.map((one) => (one === 'may' ? 'yes' : one)))]),
		''
	].join('\n');
}

const name = (stage: Stage): string => stageLabels[stage];

function infoChange(field: string): PlanChange {
	const [map = '', key] = field.split('/');
	return key === undefined ? { root: 'info', entity: '', field } : { root: 'info', entity: map, field: 'k' };
}

/** One answer a column; every stage must say the same, and a frozen one "frozen" to everybody. */
function cells(own: PlanChange, other: PlanChange, more: Partial<PlanContext> = {}, otherMore = more): string[] {
	return shown.flatMap((role) => {
		const who = actor(role, role === 'staf' ? 'koperasi' : null);
		return role === 'staf' ? [overStages(who, own, more), overStages(who, other, otherMore)] : [overStages(who, own, more)];
	});
}

function overStages(who: Actor, change: PlanChange, more: Partial<PlanContext>): string {
	const answers = new Set(
		stages.map((stage) => (isPlanFrozen(stage) ? expectFrozen : expectSame)(answer(who, change, { ...more, stage })))
	);
	answers.delete('');
	expect(answers.size).toBe(1);
	return [...answers][0] === 'may' ? 'may' : '–';
}

const expectSame = (said: string): string => said;
function expectFrozen(said: string): string {
	expect(said).toBe('frozen');
	return '';
}

const parents = { program: ['b', 'b'], kegiatan: ['p1', 'p2'], subkegiatan: ['k1', 'k3'] } as const;

function added(level: keyof typeof parents): string[] {
	const [own, other] = parents[level].map((parent): Partial<PlanContext> => ({
		rowAfter: (id) => (id === 'new' ? { level, parent, ...(level === 'program' ? { bidang: 'koperasi' } : {}) } : row(id))
	}));
	const changes = parents[level].map((parent): PlanChange => ({ ...cell('new', 'parent'), after: parent }));
	return cells(changes[0] as PlanChange, changes[1] as PlanChange, own, other);
}

function removed(level: keyof typeof parents): string[] {
	const own = { program: 'p1', kegiatan: 'k2', subkegiatan: 's1' }[level];
	const other = { program: 'p2', kegiatan: 'k3', subkegiatan: 's3' }[level];
	return cells(cell(own, 'removed'), cell(other, 'removed'));
}

function markdown(table: readonly string[][]): string {
	const [head, ...body] = table.map((line) => `| ${line.join(' | ')} |`);
	return [head, `|${'---|'.repeat((table[0] as string[]).length)}`, ...body].join('\n');
}

it('knows every role', () => {
	// Guests of the forum and kecamatan never open the plan: see forum-rights.test.ts.
	const outside: readonly Role[] = ['ketua_forum', 'delegasi', 'kecamatan'];
	expect([...shown, ...outside].sort()).toEqual([...roles].sort());
});
