/** What the page asks the server about notes on rows. */
import type { DraftNote, RowNote } from '@rembug/shared/api/note-types.ts';
import { getJson, sendJson } from '#lib/api/api.ts';

const drafts = (snapshotId: string): string => `/api/snapshots/${encodeURIComponent(snapshotId)}/draft-notes`;
const notes = (renjaId: string): string => `/api/renja/${encodeURIComponent(renjaId)}/notes`;

export const loadDrafts = (snapshotId: string): Promise<DraftNote[]> => getJson(drafts(snapshotId));

/** An empty text takes the draft away. */
export const saveDraft = (snapshotId: string, nodeId: string, text: string): Promise<unknown> =>
	sendJson('PUT', `${drafts(snapshotId)}/${encodeURIComponent(nodeId)}`, { text });

export const loadNotes = (renjaId: string): Promise<RowNote[]> => getJson(notes(renjaId));

export const answerNote = (renjaId: string, noteId: string, settled: boolean, text: string): Promise<unknown> =>
	sendJson('POST', `${notes(renjaId)}/${encodeURIComponent(noteId)}/answer`, { settled, text });
