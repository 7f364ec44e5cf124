import fc from 'fast-check';
import { expect, it } from 'vitest';
import { narrativeMap } from '@rembug/shared/renja/renja-document.ts';
import * as Y from 'yjs';
import { openPlanRoom } from './plan-room-fixture.ts';

const typing = fc.array(
	fc.record({
		what: fc.constantFrom('type', 'bold', 'plain', 'delete'),
		at: fc.nat(20),
		length: fc.integer({ min: 1, max: 6 }),
		isInStep: fc.boolean()
	}),
	{ minLength: 5, maxLength: 25 }
);

it('what is kept of formatted prose is what was typed, also where Yjs tidies up behind the writer', () => {
	fc.assert(
		fc.property(typing, (steps) => {
			const room = openPlanRoom(Y.encodeStateAsUpdate(new Y.Doc()));
			const rows: Uint8Array[] = [];
			const take = (bytes: Uint8Array): void => {
				const admission = room.take('perencana', bytes);
				expect(admission.kind).not.toBe('refused');
				if (admission.kind === 'admitted') rows.push(admission.row.bytes);
			};
			const textOf = (doc: Y.Doc): Y.XmlText => narrativeMap(doc).get('bab1')?.get(0) as Y.XmlText;
			const first = new Y.Doc();
			narrativeMap(first).set('bab1', new Y.XmlFragment());
			narrativeMap(first)
				.get('bab1')
				?.insert(0, [new Y.XmlText('Latar belakang')]);
			take(Y.encodeStateAsUpdate(first));
			// Two tabs of one person, which are not always in step.
			const tabs = [room.clone(), room.clone()];
			steps.forEach(({ what, at, length, isInStep }, index) => {
				const tab = tabs[index % 2] as Y.Doc;
				if (isInStep) Y.applyUpdate(tab, Y.encodeStateAsUpdate(room.doc));
				const before = Y.encodeStateVector(room.doc);
				const text = textOf(tab);
				const start = Math.min(at, text.length);
				const span = Math.min(length, text.length - start);
				if (what === 'type') text.insert(start, 'kata'.slice(0, length));
				else if (span > 0 && what === 'delete') text.delete(start, span);
				else if (span > 0) text.format(start, span, { bold: what === 'bold' ? {} : null });
				take(Y.encodeStateAsUpdate(tab, before));
			});
			const replayed = new Y.Doc();
			for (const bytes of rows) Y.applyUpdate(replayed, bytes);
			expect(replayed.store.pendingStructs).toBeNull();
			expect(textOf(replayed).toString()).toBe(textOf(room.doc).toString());
		}),
		{ numRuns: 200 }
	);
});
