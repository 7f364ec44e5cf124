/** Edits that are easy to count: each sets a limit of a new name, so that none can hide another. Whoever makes them must be a planner. */
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import type { FieldChangeRow } from '@rembug/shared/api/api-types.ts';
import type * as Y from 'yjs';
import { DEMO_RENJA, type SignedIn } from './people.ts';
import type { SyncClient } from './sync-client.ts';

export function limitsOf(doc: Y.Doc): Y.Map<unknown> | undefined {
	return doc.getMap('info').get('paguLimitSumberDana') as Y.Map<unknown> | undefined;
}

/** Resolves when the edit is confirmed on the connection on which it was made; never when that connection ends before. */
export function addLimit(client: SyncClient, key: string, value = 1_000_000): Promise<void> {
	return client.edit((doc) => {
		const result = applyEdit(doc, { edit: 'setPaguLimit', args: { of: 'sumberDana', key, value } });
		if (!result.ok) throw new Error(`${key}: ${JSON.stringify(result)}`);
	});
}

export const hasLimit = (doc: Y.Doc, key: string): boolean => limitsOf(doc)?.has(key) === true;

/** How often the history names an edit of this key. */
export async function timesInHistory(who: SignedIn, key: string): Promise<number> {
	const answer = await who.call('GET', `/api/renja/${DEMO_RENJA}/history?root=info&entity=paguLimitSumberDana&field=${key}`);
	return ((await answer.json()) as FieldChangeRow[]).length;
}
