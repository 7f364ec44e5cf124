/** Notes on rows: the Kepala Dinas writes them while he reads a submission, the bidang say what became of them. */
import { Hono } from 'hono';
import { z } from 'zod';
import { mayDecide, type Actor } from '@rembug/shared/access/access.ts';
import { mayAnswerNote } from '@rembug/shared/access/note-rights.ts';
import type { DraftNote } from '@rembug/shared/api/note-types.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { readJson } from '../read-json.ts';
import type { Renja } from '../renja/renja-queries.ts';
import { visibleRenja } from '../renja/visible-renja.ts';
import { unitOfRow } from '../sync/plan-rights.ts';
import { contentOf, visibleSnapshot } from './visible-snapshot.ts';
import * as queries from './row-note-queries.ts';
import type { SnapshotMeta } from './snapshot-queries.ts';

/** Nobody reads more in one decision. */
const draftsMax = 500;

const draftBody = z.object({ text: z.string().trim().max(2_000) });
const answerBody = z.object({ settled: z.boolean(), text: z.string().trim().max(2_000).default('') });

export function rowNoteRoutes(deps: Deps) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.get('/api/snapshots/:id/draft-notes', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { meta } = await decidable(deps, actor, c.req.param('id'));
			return c.json(await queries.draftsOf(deps.sql, meta.id, actor.id));
		})
		.put('/api/snapshots/:id/draft-notes/:nodeId', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { meta } = await decidable(deps, actor, c.req.param('id'));
			const { text } = await readJson(c, draftBody);
			await keepDraft(deps, actor, meta, { nodeId: c.req.param('nodeId'), text });
			return c.body(null, 204);
		})
		.get('/api/renja/:id/notes', session, async (c) => {
			const renja = await visibleRenja(deps, c.get('signedIn').actor, c.req.param('id'));
			return c.json(await queries.notesOf(deps.sql, renja.id));
		})
		.post('/api/renja/:id/notes/:noteId/answer', session, async (c) => {
			const { actor } = c.get('signedIn');
			const renja = await visibleRenja(deps, actor, c.req.param('id'));
			await answerNote(deps, actor, renja, { noteId: c.req.param('noteId'), ...(await readJson(c, answerBody)) });
			return c.body(null, 204);
		});
}

/** Drafts are seen and kept by whoever may decide; the submission itself need not wait any more to be read. */
async function decidable(deps: Pick<Deps, 'sql'>, actor: Actor, snapshotId: string): Promise<{ meta: SnapshotMeta; renja: Renja }> {
	const found = await visibleSnapshot(deps, actor, snapshotId);
	if (!mayDecide(actor, found.renja)) throw problem('grant.missing');
	return found;
}

/** Keeps a draft; an empty text takes it away. */
async function keepDraft(deps: Pick<Deps, 'sql'>, actor: Actor, meta: SnapshotMeta, { nodeId, text }: DraftNote): Promise<void> {
	const { plan } = await contentOf(deps, meta.id);
	const row = plan.nodes.find((node) => node.id === nodeId);
	if (!row) throw problem('note.row');
	const { kode = '', uraian = '' } = row;
	const draft = { snapshotId: meta.id, accountId: actor.id, nodeId, kode, uraian, text };
	await deps.sql.begin(async (sql) => {
		if (!(await queries.isWaiting(sql, meta))) throw problem('decision.notWaiting');
		if (text === '') return queries.deleteDraft(sql, draft);
		await queries.putDraft(sql, draft);
		if ((await queries.draftsOf(sql, meta.id, actor.id)).length > draftsMax) throw problem('note.tooMany');
	});
}

async function answerNote(
	deps: Pick<Deps, 'sql' | 'rooms'>,
	actor: Actor,
	renja: Renja,
	answer: { noteId: string; settled: boolean; text: string }
): Promise<void> {
	const note = await queries.findNote(deps.sql, renja.id, answer.noteId);
	if (!note) throw problem('note.notFound');
	const unitId = await deps.rooms.read(renja.documentId, (doc) => unitOfRow(doc, note.nodeId));
	if (!mayAnswerNote(actor, renja, unitId)) throw problem('grant.missing');
	await deps.sql.begin(async (sql) => {
		await queries.insertAnswer(sql, { ...answer, accountId: actor.id });
		await queries.raiseDiscussion(sql, renja.id);
		await recordAudit(sql, {
			action: answer.settled ? 'note.settled' : 'note.reopened',
			accountId: actor.id,
			renjaId: renja.id,
			detail: { noteId: answer.noteId, kode: note.kode, note: answer.text }
		});
	});
	await deps.rooms.stageChanged(renja.id);
}
