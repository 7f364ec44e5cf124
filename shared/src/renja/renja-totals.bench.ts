/** What one changed pagu costs in a plan of 2,000 nodes: edit, transaction and sums together, and the sums alone by recomputation for comparison. Prints one line of JSON, milliseconds. */
import { applyEdit } from './renja-edits.ts';
import { buildPlanDoc } from './renja-from-plan.ts';
import { computeTotals } from './renja-totals-plain.ts';
import { createTotals } from './renja-totals.ts';
import { readRenja } from './renja-value.ts';
import { samplePlan } from './sample-plan.ts';

const plan = samplePlan(2_000);
const subs = plan.nodes.filter((node) => node.level === 'subkegiatan');
const doc = buildPlanDoc(plan);
const totals = createTotals(doc);

function time(run: (round: number) => void, rounds: number): { median: number; p99: number; max: number } {
	const samples: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const start = performance.now();
		run(round);
		samples.push(performance.now() - start);
	}
	samples.sort((a, b) => a - b);
	const at = (share: number): number =>
		Number((samples[Math.min(samples.length - 1, Math.floor(share * samples.length))] as number).toFixed(4));
	return { median: at(0.5), p99: at(0.99), max: at(1) };
}

const setPagu = (round: number): void => {
	applyEdit(doc, { edit: 'setAmount', args: { id: subs[(round * 7) % subs.length]?.id as string, field: 'pagu', value: round + 1 } });
};
time(setPagu, 500);
const edit = time(setPagu, 5_000);
const recompute = time(() => computeTotals(readRenja(doc).nodes), 30);
if (JSON.stringify(totals.value().pagu) !== JSON.stringify(readRenja(doc).totals.pagu)) throw new Error('sums differ');
process.stdout.write(`${JSON.stringify({ bench: 'one changed pagu', nodes: plan.nodes.length, unit: 'ms', edit, recompute })}\n`);
