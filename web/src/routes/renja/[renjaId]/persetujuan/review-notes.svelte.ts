/** The notes that the Kepala Dinas writes on rows of the submission that waits for him; kept on the server until he decides. */
import { SvelteMap } from 'svelte/reactivity';
import { loadDrafts, saveDraft } from '#lib/notes/note-calls.ts';

export interface ReviewNotes {
	/** Reactive. Node id -> text. */
	readonly texts: ReadonlyMap<string, string>;
	/** Throws what the server answered; then nothing is kept. An empty text takes the note away. */
	save(nodeId: string, text: string): Promise<void>;
}

/** Throws when the server cannot be asked: notes that exist must not look like none. */
export async function openReviewNotes(snapshotId: string): Promise<ReviewNotes> {
	const texts = new SvelteMap((await loadDrafts(snapshotId)).map(({ nodeId, text }) => [nodeId, text]));
	return {
		texts,
		async save(nodeId, text) {
			await saveDraft(snapshotId, nodeId, text);
			if (text === '') texts.delete(nodeId);
			else texts.set(nodeId, text);
		}
	};
}
