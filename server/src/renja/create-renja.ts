/** A new Renja with its document, out of a plain value. */
import { encodeStateAsUpdate } from 'yjs';
import { buildPlanDoc } from '@rembug/shared/renja/renja-from-plan.ts';
import type { InfoValue, NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { isPlanFrozen } from '@rembug/shared/renja/stages.ts';
import type { TransactionSql } from '../database/connect.ts';
import { insertDocument, insertRenja, type NewRenja } from './renja-queries.ts';

/** Inserts Renja and document; returns the document's id, `<renja id>-plan`. Throws a RangeError when a value does not fit the schema. */
export async function createRenja(
	sql: TransactionSql,
	renja: NewRenja,
	plan: { info: InfoValue; nodes: readonly NodeValue[] }
): Promise<string> {
	const doc = buildPlanDoc(plan);
	const bytes = encodeStateAsUpdate(doc);
	doc.destroy();
	const documentId = `${renja.id}-plan`;
	await insertRenja(sql, renja);
	await insertDocument(sql, {
		id: documentId,
		renjaId: renja.id,
		part: 'plan',
		generation: crypto.randomUUID(),
		frozen: isPlanFrozen(renja.stage),
		bytes
	});
	return documentId;
}
