/**
 * Keeps the numbers in the document of the forum in step with the attendance list in Postgres: one entry for each institution, under an id
 * that follows from what it says, so that entries written otherwise are left alone. Whoever changes the list counts afterwards and looks
 * once more when it is written, so that of several who do it at once the last one leaves what the list says.
 */
import { createHash } from 'node:crypto';
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import type { Actor } from '@rembug/shared/access/access.ts';
import { countAttendees, type AttendanceCount } from '@rembug/shared/forum/attendance.ts';
import { forumEntity, forumMap } from '@rembug/shared/forum/forum-document.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit } from '@rembug/shared/forum/forum-types.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { attendeesOf } from './attendance-queries.ts';
import type { FoundSession } from './open-session.ts';

const triesMax = 5;
const ownIds = 'hadir-';

/** Throws attendance.closed, grant.missing, document.unavailable: the list is kept, and counted with its next change. */
export async function countAttendance(
	deps: Pick<Deps, 'sql' | 'rooms'>,
	actor: Actor,
	{ renja, sessionId }: Pick<FoundSession, 'renja' | 'sessionId'>
): Promise<void> {
	for (let tries = 0; tries < triesMax; tries++) {
		const counts = countAttendees(await attendeesOf(deps.sql, renja.id, sessionId));
		const update = await deps.rooms.read(renja.forumId, (doc) => updateOf(doc, sessionId, counts));
		if (!update) return;
		const written = await deps.rooms.append(renja.forumId, actor, [update]);
		if (written.ok) continue;
		if (written.reason === 'frozen') throw problem('attendance.closed');
		if (written.reason === 'forbidden') throw problem('grant.missing');
	}
	throw problem('document.unavailable');
}

/** Whether the numbers in the document say what the list of names says. */
export function isAttendanceCounted(doc: Doc, session: string, people: Parameters<typeof countAttendees>[0]): boolean {
	return editsFor(doc, session, countAttendees(people)).length === 0;
}

function updateOf(doc: Doc, session: string, counts: readonly AttendanceCount[]): Uint8Array | null {
	const edits = editsFor(doc, session, counts);
	if (edits.length === 0) return null;
	const copy = new Doc();
	applyUpdate(copy, encodeStateAsUpdate(doc));
	const before = encodeStateVector(copy);
	for (const edit of edits) applyForumEdit(copy, edit);
	const update = encodeStateAsUpdate(copy, before);
	copy.destroy();
	return update;
}

function editsFor(doc: Doc, session: string, counts: readonly AttendanceCount[]): ForumEdit[] {
	const edits: ForumEdit[] = [];
	const wanted = new Set<string>();
	for (const count of counts) {
		const id =
			ownIds +
			createHash('sha256')
				.update(JSON.stringify([session, count.unsur, count.lembaga]))
				.digest('hex')
				.slice(0, 32);
		wanted.add(id);
		const entry = forumEntity(doc, 'attendance', id);
		if (!entry) edits.push({ edit: 'addAttendance', args: { id, session, ...count } });
		else {
			if (entry.get('removed')) edits.push({ edit: 'setAttendance', args: { id, field: 'removed', value: null } });
			if (entry.get('jumlah') !== count.jumlah) edits.push({ edit: 'setAttendance', args: { id, field: 'jumlah', value: count.jumlah } });
		}
	}
	for (const [id, entry] of forumMap(doc, 'attendance')) {
		const isGone = id.startsWith(ownIds) && entry.get('session') === session && !wanted.has(id) && !entry.get('removed');
		if (isGone) edits.push({ edit: 'setAttendance', args: { id, field: 'removed', value: true } });
	}
	return edits;
}
