/**
 * What it costs to read a one-cell update in a plan of 1,000 nodes and to judge it by the rights of staf, who need the most looking up. Prints
 * one line of JSON, microseconds; fails when the middle one is over the bound.
 */
import * as Y from 'yjs';
import type { Actor } from '@rembug/shared/access/access.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { buildPlanDoc } from '@rembug/shared/renja/renja-from-plan.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import { planPart } from './plan-part.ts';
import { forbiddenInPlan } from './plan-rights.ts';
import { openRoots, readUpdate } from './read-update.ts';

const boundMicroseconds = 50;
const rounds = 5_000;
const unit = 'umkm';
const plan = samplePlan(1_000);
const start = Y.encodeStateAsUpdate(buildPlanDoc(plan));
const room = openRoots(planPart, new Y.Doc());
const writer = new Y.Doc();
for (const doc of [room, writer]) Y.applyUpdate(doc, start);
const updates: Uint8Array[] = [];
writer.on('update', (update: Uint8Array) => updates.push(update));
const programs = plan.nodes.filter((node) => node.level === 'program' && node.bidang === unit).map((node) => node.id);
const subs = plan.nodes.filter((node) => node.level === 'subkegiatan' && programs.some((id) => node.id.startsWith(`${id}.`)));
for (let round = 0; round < rounds; round++) {
	applyEdit(writer, { edit: 'setAmount', args: { id: subs[(round * 7) % subs.length]?.id as string, field: 'pagu', value: round + 1 } });
}

const actor: Actor = { id: 'a', nama: 'Staf', grants: [{ role: 'staf', perangkatDaerahId: 'pd', unitId: unit }] };
const context = {
	...{
		renjaId: 'r',
		part: 'plan' as const,
		perangkatDaerahId: 'pd',
		generation: 'g',
		frozen: false,
		lockedUnits: [],
		sealedSessions: [],
		units: [],
		rules: 0
	},
	stage: 'rancangan' as const
};
const samples = updates.map((update) => {
	const before = performance.now();
	const reading = readUpdate(planPart, room, update);
	const forbidden = reading.kind === 'news' && forbiddenInPlan({ doc: room, actor, context, ...reading });
	const took = (performance.now() - before) * 1_000;
	if (forbidden !== null) throw new Error(`an ordinary edit was read as ${reading.kind}, ${forbidden}`);
	Y.applyUpdate(room, update);
	return took;
});
// The first thousand warm the engine up.
const sorted = samples.slice(1_000).sort((a, b) => a - b);
const at = (share: number): number => Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number).toFixed(1));
process.stdout.write(
	`${JSON.stringify({ bench: 'reading and judging a one-cell update', nodes: plan.nodes.length, unit: 'microseconds', bound: boundMicroseconds, median: at(0.5), p99: at(0.99), max: at(1) })}\n`
);
if (at(0.5) > boundMicroseconds) process.exitCode = 1;
