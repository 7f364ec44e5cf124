/** What it costs to read and judge a one-cell update in a plan of 1,000 nodes. Prints one line of JSON, microseconds. */
import * as Y from 'yjs';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { buildPlanDoc } from '@rembug/shared/renja/renja-from-plan.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import { planPart } from './plan-part.ts';
import { openRoots, readUpdate } from './read-update.ts';

const rounds = 5_000;
const plan = samplePlan(1_000);
const start = Y.encodeStateAsUpdate(buildPlanDoc(plan));
const room = openRoots(planPart, new Y.Doc());
const writer = new Y.Doc();
for (const doc of [room, writer]) Y.applyUpdate(doc, start);
const updates: Uint8Array[] = [];
writer.on('update', (update: Uint8Array) => updates.push(update));
const subs = plan.nodes.filter((node) => node.level === 'subkegiatan');
for (let round = 0; round < rounds; round++) {
	applyEdit(writer, { edit: 'setAmount', args: { id: subs[(round * 7) % subs.length]?.id as string, field: 'pagu', value: round + 1 } });
}

const samples = updates.map((update) => {
	const before = performance.now();
	const reading = readUpdate(planPart, room, update);
	const took = (performance.now() - before) * 1_000;
	if (reading.kind !== 'news') throw new Error(`an ordinary edit was read as ${reading.kind}`);
	Y.applyUpdate(room, update);
	return took;
});
// The first thousand warm the engine up.
const sorted = samples.slice(1_000).sort((a, b) => a - b);
const at = (share: number): number => Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number).toFixed(1));
process.stdout.write(
	`${JSON.stringify({ bench: 'reading a one-cell update', nodes: plan.nodes.length, unit: 'microseconds', median: at(0.5), p99: at(0.99), max: at(1) })}\n`
);
