/**
 * What it costs to read an update of a forum of 2,000 usulan and to judge it: a decision on one usulan, which asks the most of the rights, and
 * a voice. Prints one line of JSON, microseconds; fails when the middle one of either is over the bound.
 */
import type { Actor, Grant } from '@rembug/shared/access/access.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit, NewUsulan } from '@rembug/shared/forum/forum-types.ts';
import * as Y from 'yjs';
import { forumPart } from './forum-part.ts';
import { openRoots, readUpdate } from './read-update.ts';

const boundMicroseconds = 50;
const rounds = 4_000;
const count = 2_000;
const ids = Array.from({ length: count }, (_, index) => `u${index}`);
const context = {
	...{ renjaId: 'r', part: 'forum' as const, perangkatDaerahId: 'pd', generation: 'g', frozen: false, rules: 0 },
	...{ stage: 'forum_pd' as const, lockedUnits: [], sealedSessions: [], units: ['umkm'] }
};
const actor = (id: string, grant: Partial<Grant> & Pick<Grant, 'role'>): Actor => ({
	id,
	nama: id,
	grants: [{ perangkatDaerahId: 'pd', unitId: null, renjaId: 'r', ...grant }]
});

const room = openRoots(forumPart.schema, new Y.Doc());
const writer = new Y.Doc();
const begin: ForumEdit[] = [
	{
		edit: 'addUsulan',
		args: {
			usulan: ids.map((id): NewUsulan => ({ id, asal: 'pokir', usulan: 'Pelatihan', permasalahan: 'x'.repeat(400), unit: 'umkm' }))
		}
	},
	{ edit: 'addSession', args: { id: 's1', judul: 'Forum PD', tanggal: '2024-02-20' } },
	{ edit: 'setSession', args: { id: 's1', field: 'status', value: 'berlangsung' } }
];
for (const edit of begin) if (!applyForumEdit(writer, edit).ok) throw new Error(`${edit.edit} was refused`);
Y.applyUpdate(room, Y.encodeStateAsUpdate(writer));
const updates: Uint8Array[] = [];
writer.on('update', (update: Uint8Array) => updates.push(update));

function measure(who: Actor, editOf: (round: number) => ForumEdit): { median: number; p99: number; max: number } {
	updates.length = 0;
	for (let round = 0; round < rounds; round++) applyForumEdit(writer, editOf(round));
	const samples = updates.map((update) => {
		const before = performance.now();
		const reading = readUpdate(forumPart.schema, room, update);
		const forbidden = reading.kind === 'news' && forumPart.forbids?.({ doc: room, actor: who, context, unitOf: new Map(), ...reading });
		const took = (performance.now() - before) * 1_000;
		if (forbidden !== null) throw new Error(`an ordinary edit was read as ${reading.kind}, ${forbidden}`);
		Y.applyUpdate(room, update);
		return took;
	});
	// The first thousand warm the engine up.
	const sorted = samples.slice(1_000).sort((a, b) => a - b);
	const at = (share: number): number =>
		Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number).toFixed(1));
	return { median: at(0.5), p99: at(0.99), max: at(1) };
}

const decision = measure(actor('ketua', { role: 'ketua_forum' }), (round) => ({
	edit: 'decideUsulan',
	args: { ids: [ids[(round * 7) % count] as string], status: 'ditolak', alasan: `Alasan ${round}`, decidedBy: 'ketua', session: 's1' }
}));
const voice = measure(actor('gempol', { role: 'delegasi' }), (round) => ({
	edit: 'setVote',
	args: { usulan: ids[(round * 7) % count] as string, account: 'gempol', prioritas: 1 + (Math.floor(round / count) % 5) }
}));
process.stdout.write(
	`${JSON.stringify({ bench: 'reading and judging an update of a forum', usulan: count, unit: 'microseconds', bound: boundMicroseconds, decision, voice })}\n`
);
if (decision.median > boundMicroseconds || voice.median > boundMicroseconds) process.exitCode = 1;
