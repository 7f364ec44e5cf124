/** The thread beside the server that turns many updates into one state, or one state into slices: what would keep everybody waiting. */
import { parentPort } from 'node:worker_threads';
import * as Y from 'yjs';
import { sliceState } from './slice-state.ts';
import { pack, unpack, type StateOrder } from './state-work.ts';

/** Takes some 5 ms to apply. */
const structsPerSlice = 4000;

parentPort?.on('message', ({ order, packed }: { order: StateOrder; packed: Uint8Array<ArrayBuffer> }) => {
	const doc = new Y.Doc();
	doc.transact(() => {
		for (const update of unpack(packed)) Y.applyUpdate(doc, update);
	});
	if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new Error('the updates are not complete');
	const answer = pack(order === 'merge' ? [Y.encodeStateAsUpdate(doc)] : sliceState(doc, structsPerSlice));
	parentPort?.postMessage(answer, [answer.buffer]);
});
