/**
 * What a list of 2,000 usulan costs where it is shown and printed: read out of the document when the page opens, put into its groups,
 * likely groups proposed, printed as T-C.32. Prints one line of JSON, milliseconds; fails when the middle one of any is over its bound.
 */
import { readUsulan } from './forum-value.ts';
import { buildForumDoc } from './forum-from-usulan.ts';
import { samplePlan } from '../renja/sample-plan.ts';
import { tableTC32 } from '../tables/t-c-32.ts';
import { groupsOf, proposeGroups } from './usulan-groups.ts';

const count = 2_000;
const rounds = 15;
const boundsMs = { read: 100, groups: 20, proposals: 200, table: 100 };
const kinds = [
	'Pelatihan olahan pangan',
	'Bantuan alat produksi',
	'Bimbingan teknis pemasaran digital',
	'Pembangunan pasar desa',
	'Kursus menjahit'
];
const places = ['rumah tangga', 'kelompok wanita', 'koperasi siswa', 'pedagang kecil', 'perajin batik', 'nelayan', 'peternak'];

const plan = samplePlan(2_000);
const subs = plan.nodes.filter(({ level }) => level === 'subkegiatan');
const doc = buildForumDoc(
	Array.from({ length: count }, (_, index) => ({
		...{ id: `u${index}`, order: `a${String(index).padStart(5, '0')}`, asal: 'musrenbang_desa' as const, urusan: 'Koperasi' },
		usulan: `${kinds[index % kinds.length]} bagi ${places[index % places.length]} tahap ${index % 97}`,
		...{ permasalahan: 'Belum ada alat dan pengetahuan. '.repeat(8), kecamatan: `Kecamatan ${index % 24}`, desa: `Desa ${index % 300}` },
		...{ volume: '10', satuan: 'Orang', biaya: 25_000_000, subkegiatan: subs[index % subs.length]?.id ?? '' }
	}))
);

function time(run: () => unknown): { median: number; max: number } {
	const samples = Array.from({ length: rounds }, () => {
		const before = performance.now();
		run();
		return performance.now() - before;
	}).sort((a, b) => a - b);
	const at = (index: number): number => Number((samples[index] as number).toFixed(1));
	return { median: at(Math.floor(rounds / 2)), max: at(rounds - 1) };
}

const all = readUsulan(doc);
const figures = {
	read: time(() => readUsulan(doc)),
	groups: time(() => groupsOf(all)),
	proposals: time(() => proposeGroups(all)),
	table: time(() => tableTC32(plan, all))
};
process.stdout.write(
	`${JSON.stringify({ bench: 'a list of usulan', usulan: count, unit: 'milliseconds', bounds: boundsMs, ...figures })}\n`
);
if (Object.entries(boundsMs).some(([name, bound]) => figures[name as keyof typeof figures].median > bound)) process.exitCode = 1;
