import fc from 'fast-check';
import { expect, it } from 'vitest';
import { copyPlan } from './copy-plan.ts';
import { emptyPlan } from './empty-plan.ts';
import { readPlanJson, readPlanText } from './read-plan-json.ts';
import { buildPlanDoc } from './renja-from-plan.ts';
import { computeTotals } from './renja-totals-plain.ts';
import { readInfo, readRenja } from './renja-value.ts';
import { samplePlan } from './sample-plan.ts';

const wholeValue = () => readRenja(buildPlanDoc(samplePlan(300)));
const codes = (input: unknown) => readPlanJson(input).problems.map(({ code, severity }) => `${severity} ${code}`);
const row = (kode: string, level: string, more: object = {}) => ({
	kode,
	level,
	uraian: `Baris ${kode}`,
	parentKode: kode.includes('.') ? kode.slice(0, kode.lastIndexOf('.')) : null,
	indikator: [],
	sumberDana: [],
	...more
});
const table = (sub: object = {}, above: object = {}) => ({
	daerah: 'Kabupaten Contoh',
	perangkatDaerah: 'Dinas Contoh',
	tahun: 2024,
	jenis: 'murni',
	nodes: [
		row('2', 'urusan'),
		row('2.17', 'bidang_urusan'),
		row('2.17.01', 'program', above),
		row('2.17.01.1', 'kegiatan'),
		row('2.17.01.1.01', 'subkegiatan', { pagu: 1000, ...sub })
	]
});

it('reads the value of a Renja as the server gives it, unchanged', () => {
	const { info, nodes, totals } = wholeValue();
	expect(readPlanText(`\uFEFF${JSON.stringify({ info, nodes, totals })}`)).toEqual({ value: { info, nodes }, problems: [] });
});

it('reads the rows of a published table', () => {
	const { value, problems } = readPlanJson(
		table({
			bidang: ' bidang  KOPERASI ',
			belanja: { pegawai: 0, barangJasa: 1000, modal: 0 },
			sumberDana: ['Dana Alokasi Umum'],
			prakiraanMaju: { tolokUkur: null, target: '8', satuan: 'Dokumen', pagu: 1100 },
			triwulan: [{ persen: 25, rupiah: 250 }],
			indikator: [
				{ jenis: 'input', tolokUkur: 'Dana', target: '1000', satuan: 'Rupiah' },
				{ jenis: 'output', tolokUkur: 'Jumlah dokumen', target: '7', satuan: 'Dokumen' },
				{ jenis: 'outcome', tolokUkur: 'Persentase', target: null, satuan: null }
			]
		}),
		{ units: [{ id: 'u1', nama: 'Bidang Koperasi', singkatan: 'Kop' }] }
	);
	expect(problems).toEqual([]);
	expect(value?.info).toEqual({
		daerah: 'Kabupaten Contoh',
		perangkatDaerah: 'Dinas Contoh',
		tahun: 2024,
		jenis: 'murni',
		judul: 'Renja 2024 Dinas Contoh Kabupaten Contoh',
		layout: 'rinci'
	});
	expect(value?.nodes.at(-1)).toMatchObject({
		id: 'n-2.17.01.1.01',
		parent: 'n-2.17.01.1',
		bidang: 'u1',
		pagu: 1000,
		paguMaju: 1100,
		belanjaBarangJasa: 1000,
		indikator: [
			{ jenis: 'keluaran', tolokUkur: 'Jumlah dokumen', target: '7', targetMaju: '8', satuan: 'Dokumen' },
			{ jenis: 'hasil', tolokUkur: 'Persentase' }
		],
		sumberDana: [{ id: 'dana-1', nama: 'Dana Alokasi Umum' }],
		triwulan: { 1: { k: '25%', rp: 250 } }
	});
});

it('tells a printed sum that differs, and keeps the computed one', () => {
	const { value, problems } = readPlanJson(table({}, { pagu: 999 }));
	expect(problems).toEqual([
		{ path: 'nodes[2].pagu', code: 'plan.sumDiffers', severity: 'note', kode: '2.17.01', given: '999', expected: '1000' }
	]);
	expect(computeTotals(value?.nodes ?? []).pagu).toBe(1000);
});

it.each([
	['no plan at all', { a: 1 }, ['error plan.shape']],
	['a list', [], ['error plan.shape']],
	['an amount with a fraction', table({ pagu: 10.5 }), ['error plan.value']],
	['an amount as text', table({ pagu: '1.000' }), ['error plan.value']],
	['a year that is none', { ...table(), tahun: 24 }, ['error plan.value']],
	['a row twice', { ...table(), nodes: [row('2', 'urusan'), row('2', 'urusan')] }, ['error plan.idTwice']],
	['a row whose parent is missing', { ...table(), nodes: [row('2.17', 'bidang_urusan')] }, ['error plan.parent']],
	['a level that is none', { ...table(), nodes: [row('2', 'bidang')] }, ['error plan.level']],
	['an unknown kind of indikator', table({ indikator: [{ jenis: 'dampak', tolokUkur: 'x' }] }), ['error plan.value']],
	['a field that nobody knows', { info: { warna: 'hijau' }, nodes: [] }, ['note plan.unknown']],
	['indikator where none can be', { info: {}, nodes: [{ id: 'a', level: 'urusan', indikator: [{ id: 'i' }] }] }, ['note plan.fieldLevel']]
])('names what is wrong: %s', (_what, input, expected) => {
	expect(codes(input)).toEqual(expected);
});

it('imports nothing half: one wrong amount and there is no value', () => {
	expect(readPlanJson(table({ pagu: -1 })).value).toBeNull();
});

it('never throws, and what it returns always makes a document', () => {
	const key = fc.constantFrom(
		'id',
		'level',
		'parent',
		'kode',
		'parentKode',
		'pagu',
		'order',
		'indikator',
		'sumberDana',
		'triwulan',
		'__proto__'
	);
	const leaf = fc.oneof(fc.jsonValue(), fc.constantFrom('urusan', 'program', 'subkegiatan', 'n1', null, 5));
	const node = fc.oneof(fc.jsonValue(), fc.dictionary(key, leaf));
	const plan = fc.oneof(
		fc.jsonValue(),
		fc.record({ info: fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), leaf)), nodes: fc.oneof(fc.jsonValue(), fc.array(node)) }),
		fc.record({ daerah: leaf, nodes: fc.array(node) })
	);
	fc.assert(
		fc.property(plan, (input) => {
			const { value, problems } = readPlanText(JSON.stringify(input));
			expect(value === null).toBe(problems.some(({ severity }) => severity === 'error'));
			if (value) {
				const { info, nodes } = readRenja(buildPlanDoc(value));
				expect(readPlanJson({ info, nodes }).value).toEqual({ info, nodes });
			}
		}),
		{ numRuns: 1000 }
	);
});

it('any text is answered', () => {
	fc.assert(fc.property(fc.string(), (text) => void readPlanText(text)));
	expect(readPlanText('{').problems).toEqual([{ path: '', code: 'plan.notJson', severity: 'error' }]);
});

it('one changed value in a real plan is either a value or a problem with its place', () => {
	const whole = wholeValue();
	fc.assert(
		fc.property(
			fc.nat(whole.nodes.length - 1),
			fc.constantFrom('id', 'level', 'parent', 'pagu', 'indikator'),
			fc.jsonValue(),
			(at, field, junk) => {
				const nodes = whole.nodes.map((node, index) => (index === at ? { ...node, [field]: junk } : node));
				const { value, problems } = readPlanJson({ info: whole.info, nodes });
				if (value) buildPlanDoc(value);
				else expect(problems[0]?.path).toMatch(/^nodes/);
			}
		)
	);
});

it('a chain of 20,000 rows that hang on each other in the wrong way is refused, not walked', () => {
	const nodes = Array.from({ length: 20_000 }, (_, index) => ({ id: `n${index}`, level: 'program', parent: `n${index - 1}` }));
	const { value, problems } = readPlanJson({ info: {}, nodes });
	expect(value).toBeNull();
	expect(problems.at(-1)).toMatchObject({ code: 'plan.more' });
});

const unitIds = new Set(['u1']);
const newIds = () => {
	let next = 0;
	return () => `new-${++next}`;
};

it('a copy for next year begins with the prakiraan maju, and leaves out what was removed', () => {
	const { value } = readPlanJson(
		table({
			prakiraanMaju: { tolokUkur: null, target: '8', satuan: null, pagu: 1100 },
			belanja: { pegawai: 0, barangJasa: 1000, modal: 0 },
			sumberDana: [{ nama: 'DAU', jumlah: 1000 }],
			indikator: [{ jenis: 'output', tolokUkur: 'Jumlah dokumen', target: '7', satuan: 'Dokumen' }]
		})
	);
	const source = {
		info: { ...value!.info, paguLimit: 5 },
		nodes: value!.nodes.map((node) => (node.level === 'subkegiatan' ? { ...node, bidang: 'x' } : node))
	};
	const copy = copyPlan(source, { tahun: 2025, carryForward: true, unitIds, newId: newIds() });
	expect(copy.info).not.toHaveProperty('paguLimit');
	const sub = copy.nodes.at(-1);
	expect(sub).toMatchObject({ id: 'new-5', parent: 'new-4', kode: '2.17.01.1.01', pagu: 1100 });
	for (const field of ['paguMaju', 'belanjaBarangJasa', 'bidang']) expect(sub).not.toHaveProperty(field);
	expect(sub?.indikator).toEqual([
		{ id: 'new-6', jenis: 'keluaran', tolokUkur: 'Jumlah dokumen', satuan: 'Dokumen', target: '8', order: 'a0' }
	]);
	expect(sub?.sumberDana).toEqual([{ id: 'new-7', nama: 'DAU', order: 'a0' }]);

	const removed = source.nodes.map((node) => (node.kode === '2.17.01' ? { ...node, removed: true as const } : node));
	expect(copyPlan({ ...source, nodes: removed }, { tahun: 2025, carryForward: true, unitIds, newId: newIds() }).nodes).toHaveLength(2);
});

it('a copy as it stands has the same sums, and keeps the limits within its year', () => {
	const source = wholeValue();
	const live = new Set(source.nodes.flatMap(({ bidang }) => bidang ?? []));
	const copy = copyPlan(source, { tahun: source.info.tahun ?? 0, carryForward: false, unitIds: live, newId: newIds() });
	const { nodes: _of, ...sums } = computeTotals(copy.nodes);
	const { nodes: _source, ...sourceSums } = source.totals;
	expect(sums).toEqual(sourceSums);
	expect(copy.info.paguLimit).toBe(source.info.paguLimit);
	buildPlanDoc(copy);
});

it('who writes which section is read by id or name of the unit, and copied for units that are there', () => {
	const units = [{ id: 'u1', nama: 'Bidang Koperasi', singkatan: 'Koperasi' }];
	const info = { tahun: 2025, bidangBab: { '2.1': 'koperasi', '2.2': 'u1', '2.3': 'Bidang lain', '': 'u1' } };
	const { value, problems } = readPlanJson({ info, nodes: [] }, { units });
	expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
		['plan.value', 'error'],
		['plan.bidang', 'note']
	]);
	expect(value).toBeNull();
	const { '': _none, ...named } = info.bidangBab;
	const read = readPlanJson({ info: { ...info, bidangBab: named }, nodes: [] }, { units }).value!;
	expect(read.info.bidangBab).toEqual({ '2.1': 'u1', '2.2': 'u1' });
	const source = { ...read, info: { ...read.info, bidangBab: { '2.1': 'u1', '2.2': 'gone' } } };
	for (const tahun of [2025, 2026]) {
		const copy = copyPlan(source, { tahun, carryForward: false, unitIds, newId: newIds() });
		expect(copy.info.bidangBab).toEqual({ '2.1': 'u1' });
		expect(readInfo(buildPlanDoc(copy)).bidangBab).toEqual({ '2.1': 'u1' });
	}
});

it('texts of the Bab are read, built and copied; what is no text is named and left out', () => {
	const narrative = { '1.1': [{ type: 'paragraph', content: [{ type: 'text', text: 'Latar.' }] }] };
	const { value, problems } = readPlanJson({ info: {}, nodes: [], narrative: { ...narrative, '1.2': '<p>bukan</p>' } });
	expect(problems.map(({ path, severity }) => [path, severity])).toEqual([['narrative.1.2', 'note']]);
	expect(readRenja(buildPlanDoc(value!)).narrative).toEqual(narrative);
	expect(copyPlan(value!, { tahun: 2027, carryForward: true, unitIds, newId: newIds() }).narrative).toEqual(narrative);
});

it('an empty Renja begins with its urusan and bidang urusan', () => {
	const nodes = emptyPlan([
		{ kode: '3.30', uraian: 'Perdagangan' },
		{ kode: '2.17', uraian: '' },
		{ kode: '2.17', uraian: 'Koperasi' }
	]);
	expect(nodes.map(({ level, kode, uraian }) => [level, kode, uraian])).toEqual([
		['urusan', '2', 'URUSAN PEMERINTAHAN WAJIB YANG TIDAK BERKAITAN DENGAN PELAYANAN DASAR'],
		['bidang_urusan', '2.17', 'Koperasi'],
		['urusan', '3', 'URUSAN PEMERINTAHAN PILIHAN'],
		['bidang_urusan', '3.30', 'Perdagangan']
	]);
	expect(readPlanJson({ info: {}, nodes })).toMatchObject({ value: { nodes }, problems: [] });
});
