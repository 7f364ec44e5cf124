/** Undo and redo as the buttons and the keys do them: own steps only, and a word when a colleague's change was left alone. */
import { notices } from '#lib/components/notices.svelte.ts';
import type { UndoResult } from '#lib/sync/session-types.ts';

export async function takeBack(
	session: { undo(): Promise<UndoResult>; redo(): Promise<UndoResult> },
	direction: 'undo' | 'redo'
): Promise<UndoResult> {
	const result = await (direction === 'undo' ? session.undo() : session.redo());
	const word = direction === 'undo' ? 'dibatalkan' : 'diulang';
	if (result.skipped > 0) notices.show(`${result.skipped} perubahan tidak ${word}, karena rekan sudah mengubah isian itu.`);
	else if (result.done) notices.announce(`Perubahan ${word}.`);
	return result;
}
