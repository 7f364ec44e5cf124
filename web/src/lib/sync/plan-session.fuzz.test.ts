import 'fake-indexeddb/auto';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { buildPlanDoc } from '@rembug/shared/renja/renja-from-plan.ts';
import { computeTotals } from '@rembug/shared/renja/renja-totals-plain.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import fc from 'fast-check';
import { IDBFactory } from 'fake-indexeddb';
import { expect, it, vi } from 'vitest';
import type { PlanSession } from './plan-session-types.ts';
import { countUnsent, openPlanSession } from './plan-session.svelte.ts';
import { socketOf, startTestServer } from './test-server.ts';

const users = ['u1', 'u2', 'u3'];
const kegiatan = ['n-2.01.01.2.01', 'n-2.01.01.2.02'];
const rows = samplePlan(14)
	.nodes.filter((node) => node.level === 'subkegiatan')
	.map((node) => node.id);

const edit: fc.Arbitrary<Edit> = fc.oneof(
	fc
		.record({ id: fc.constantFrom(...rows), value: fc.option(fc.nat(9_000_000)) })
		.map(({ id, value }): Edit => ({ edit: 'setAmount', args: { id, field: 'pagu', value } })),
	fc
		.record({ id: fc.constantFrom(...rows), value: fc.option(fc.string({ maxLength: 8 })) })
		.map(({ id, value }): Edit => ({ edit: 'setNodeText', args: { id, field: 'uraian', value } })),
	fc
		.record({ id: fc.uuid(), parent: fc.constantFrom(...kegiatan) })
		.map(({ id, parent }): Edit => ({ edit: 'addNode', args: { id, level: 'subkegiatan', parent, order: 'a5' } })),
	fc
		.record({ id: fc.constantFrom(...rows), parent: fc.constantFrom(...kegiatan) })
		.map(({ id, parent }): Edit => ({ edit: 'moveNode', args: { id, parent, order: 'a3V' } })),
	fc.constantFrom(...rows, ...kegiatan).map((id): Edit => ({ edit: 'removeNode', args: { id } })),
	fc.constantFrom(...rows, ...kegiatan).map((id): Edit => ({ edit: 'restoreNodes', args: { ids: [id] } }))
);

type Move =
	| { do: 'edit'; user: string; edits: Edit[] }
	| { do: 'undo' | 'redo' | 'reopen'; user: string }
	| { do: 'cut' }
	| { do: 'away' }
	| { do: 'back' };

const user = fc.constantFrom(...users);
const move: fc.Arbitrary<Move> = fc.oneof(
	{ weight: 8, arbitrary: fc.record({ do: fc.constant('edit' as const), user, edits: fc.array(edit, { minLength: 1, maxLength: 3 }) }) },
	{ weight: 3, arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const, 'reopen' as const), user }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cut' as const, 'away' as const, 'back' as const) }) }
);

it('all screens end with what the server holds, whatever is cut, closed and reopened between', { timeout: 60_000 }, async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 40 }), async (moves) => {
			globalThis.indexedDB = new IDBFactory();
			const server = await startTestServer(buildPlanDoc(samplePlan(14)));
			const sessions = new Map<string, PlanSession>();
			const open = (userId: string): void => {
				const asUser: typeof fetch = (input, init) => fetch(input, { ...init, headers: { 'x-user': userId } });
				const WebSocketPolyfill = socketOf(userId);
				sessions.set(
					userId,
					openPlanSession({ renjaId: 'r1', userId, generation: 'g1', baseUrl: server.url, WebSocketPolyfill, fetch: asUser })
				);
			};
			try {
				users.forEach(open);
				await vi.waitFor(() => [...sessions.values()].forEach((session) => expect(session.phase).toBe('ready')), {
					timeout: 5_000,
					interval: 5
				});
				for (const one of moves) {
					const session = 'user' in one ? (sessions.get(one.user) as PlanSession) : undefined;
					if (one.do === 'edit') await session?.edit(one.edits);
					else if (one.do === 'undo') await session?.undo();
					else if (one.do === 'redo') await session?.redo();
					else if (one.do === 'reopen') {
						await session?.destroy();
						open((one as { user: string }).user);
						await vi.waitFor(() => expect(sessions.get((one as { user: string }).user)?.phase).toBe('ready'), {
							timeout: 5_000,
							interval: 5
						});
					} else {
						server.accepts = one.do !== 'away';
						if (one.do !== 'back') server.cut();
					}
				}
				server.accepts = true;
				await vi.waitFor(() => [...sessions.values()].forEach((session) => expect(session.save.kind).toBe('saved')), {
					timeout: 10_000,
					interval: 5
				});
				const truth = readRenja(server.doc);
				await vi.waitFor(() => [...sessions.values()].forEach((session) => expect(session.value()).toEqual(truth)), {
					timeout: 5_000,
					interval: 5
				});
				for (const session of sessions.values()) {
					expect(session.refused).toEqual([]);
					expect(session.failure).toBeNull();
					for (const node of truth.nodes) expect(session.node(node.id)).toEqual(node);
					await vi.waitFor(() => expect(session.totals).toEqual(computeTotals(truth.nodes)));
					const live = truth.nodes.filter((node) => !node.removed).map((node) => node.id);
					const below = (id: string): string[] => [id, ...session.children(id).flatMap(below)];
					expect([...session.children(null), ...session.orphans].flatMap(below).sort()).toEqual(live.sort());
				}
				for (const userId of users) await vi.waitFor(async () => expect(await countUnsent(userId)).toBe(0));
			} finally {
				await Promise.all([...sessions.values()].map((session) => session.destroy()));
				await server.stop();
			}
		}),
		{ numRuns: 20, endOnFailure: true }
	);
});
