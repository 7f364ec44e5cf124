/** A long state -> updates that can be applied one after the other, none of which needs a later one or takes long. */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

type Struct = Y.Item | Y.GC;

interface Run {
	client: number;
	structs: Struct[];
	/** Index of the first struct that is in no slice yet, and its clock. */
	next: number;
	clock: number;
}

/** doc: one that misses nothing. structsMax: of one slice. */
export function sliceState(doc: Y.Doc, structsMax: number): Uint8Array[] {
	const runs = [...doc.store.clients].map(([client, structs]): Run => ({ client, structs: structs as Struct[], next: 0, clock: 0 }));
	const byClient = new Map(runs.map((run) => [run.client, run]));
	const isPlaced = (id: Y.ID | null): boolean => id === null || id.clock < (byClient.get(id.client)?.clock ?? Infinity);
	const slices: Uint8Array[] = [];
	for (let left = runs; left.length > 0; left = left.filter((run) => run.next < run.structs.length)) {
		const starts = new Map<Run, number>();
		let count = 0;
		for (let moved = true; moved && count < structsMax;) {
			moved = false;
			for (const run of left) {
				const start = run.next;
				for (; run.next < run.structs.length && count < structsMax; run.next++, count++) {
					const struct = run.structs[run.next] as Struct;
					if (!needs(struct).every(isPlaced)) break;
					run.clock = struct.id.clock + struct.length;
				}
				if (run.next === start) continue;
				moved = true;
				if (!starts.has(run)) starts.set(run, start);
			}
		}
		if (count === 0) throw new Error('the state builds on what it does not hold');
		slices.push(encodeSlice([...starts].map(([run, start]) => ({ client: run.client, structs: run.structs.slice(start, run.next) }))));
	}
	// What was deleted and is still written out stands in the delete set only.
	slices.push(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc)));
	return slices;
}

function needs(struct: Struct): (Y.ID | null)[] {
	if (!(struct instanceof Y.Item)) return [];
	const parent = struct.parent as Y.AbstractType<unknown> | null;
	return [struct.origin, struct.rightOrigin, parent?._item?.id ?? null];
}

function encodeSlice(runs: readonly { client: number; structs: readonly Struct[] }[]): Uint8Array {
	const encoder = new Y.UpdateEncoderV1();
	encoding.writeVarUint(encoder.restEncoder, runs.length);
	for (const { client, structs } of runs) {
		encoding.writeVarUint(encoder.restEncoder, structs.length);
		encoder.writeClient(client);
		encoding.writeVarUint(encoder.restEncoder, (structs[0] as Struct).id.clock);
		for (const struct of structs) struct.write(encoder, 0);
	}
	encoding.writeVarUint(encoder.restEncoder, 0);
	return encoder.toUint8Array();
}
