/** A new Renja with its documents: plan and forum out of plain values, the discussion still without a word. */
import { encodeStateAsUpdate } from 'yjs';
import { buildForumDoc } from '@rembug/shared/forum/forum-from-usulan.ts';
import type { NewUsulan } from '@rembug/shared/forum/forum-types.ts';
import { buildPlanDoc } from '@rembug/shared/renja/renja-from-plan.ts';
import type { InfoValue, Narrative, NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { isPlanFrozen } from '@rembug/shared/renja/stages.ts';
import type { TransactionSql } from '../database/connect.ts';
import { insertDocument, insertEmptyDocument, insertRenja, type NewRenja } from './renja-queries.ts';

/** Inserts Renja and documents; returns the id of the plan, `<renja id>-plan`. Throws a RangeError when a value does not fit the schema. */
export async function createRenja(
	sql: TransactionSql,
	renja: NewRenja,
	plan: { info: InfoValue; nodes: readonly NodeValue[]; narrative?: Narrative },
	usulan: NewUsulan[] = []
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
	await insertEmptyDocument(sql, {
		id: `${renja.id}-discussion`,
		renjaId: renja.id,
		part: 'discussion',
		generation: crypto.randomUUID()
	});
	const forum = { id: `${renja.id}-forum`, renjaId: renja.id, part: 'forum' as const, generation: crypto.randomUUID() };
	if (usulan.length === 0) await insertEmptyDocument(sql, forum);
	else await insertDocument(sql, { ...forum, frozen: false, bytes: encodeStateAsUpdate(buildForumDoc(usulan)) });
	return documentId;
}
