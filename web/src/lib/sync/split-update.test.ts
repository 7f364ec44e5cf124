import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { nodesMap } from '@rembug/shared/renja/renja-document.ts';
import { buildPlanDoc } from '@rembug/shared/renja/renja-from-plan.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { splitUpdate } from './split-update.ts';

/** A plan edited by several clients in turn, each on top of the others, as several days offline in several tabs leave it. */
function editedOffline(rows: number): { base: Uint8Array; doc: Y.Doc } {
	const doc = buildPlanDoc(samplePlan(12));
	const base = Y.encodeStateAsUpdate(doc);
	let current = doc;
	for (let day = 0; day < 3; day++) {
		const next = new Y.Doc();
		Y.applyUpdate(next, Y.encodeStateAsUpdate(current));
		current = next;
		for (let row = 0; row < rows; row++) {
			const id = `hari-${day}-${row}`;
			const order = `a${row}`;
			applyEdit(current, { edit: 'addNode', args: { id, level: 'subkegiatan', parent: 'n-2.01.01.2.01', order, uraian: `Baris ${id}` } });
			if (day > 0) applyEdit(current, { edit: 'setAmount', args: { id: `hari-${day - 1}-${row}`, field: 'pagu', value: row } });
			if (row % 3 === 0) applyEdit(current, { edit: 'setNodeText', args: { id, field: 'uraian', value: null } });
		}
	}
	return { base, doc: current };
}

describe('splitUpdate', () => {
	it('leaves an update within the limits as it is', () => {
		const update = Y.encodeStateAsUpdate(buildPlanDoc(samplePlan(200)));
		expect(splitUpdate(update)).toEqual([update]);
	});

	it('cuts so that every part can be applied at once and all of them make the same document', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 30 }),
				fc.integer({ min: 1, max: 40 }),
				fc.integer({ min: 100, max: 4_000 }),
				(rows, structs, bytes) => {
					const { base, doc } = editedOffline(rows);
					const server = new Y.Doc();
					Y.applyUpdate(server, base);
					const parts = splitUpdate(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)), { structs, bytes });
					for (const part of parts) {
						const decoded = Y.decodeUpdate(part);
						// level and parent go along with their row, whatever the limit says.
						expect(decoded.structs.length).toBeLessThanOrEqual(structs + 2);
						Y.applyUpdate(server, part);
						expect(server.store.pendingStructs).toBeNull();
						expect(server.store.pendingDs).toBeNull();
						for (const node of nodesMap(server).values()) expect([node.has('level'), node.has('parent')]).toEqual([true, true]);
					}
					expect(readRenja(server)).toEqual(readRenja(doc));
				}
			),
			{ numRuns: 30 }
		);
	});

	it('keeps a week of work within what the server takes', () => {
		const { base, doc } = editedOffline(700);
		const update = Y.diffUpdate(Y.encodeStateAsUpdate(doc), Y.encodeStateVectorFromUpdate(base));
		const parts = splitUpdate(update);
		expect(parts.length).toBeGreaterThan(1);
		for (const part of parts) {
			expect(Y.decodeUpdate(part).structs.length).toBeLessThanOrEqual(5_000);
			expect(part.length).toBeLessThan(512 * 1024);
		}
	});
});
