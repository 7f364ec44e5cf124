/** The attendance list of a session, for planners and whoever chairs it: names are personal data, so nobody else learns that there is one. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { ForumAttendanceAnswer } from '@rembug/shared/api/forum-guest-types.ts';
import { attendeeProblem, attendeesAtOnceMax, attendeesMax, tidyAttendee } from '@rembug/shared/forum/attendance.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import { lockUntilCommit } from '../database/lock-queries.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { readJson } from '../read-json.ts';
import { addAttendees, attendeesOf, isAttendanceClosed, removeAttendee } from './attendance-queries.ts';
import { countAttendance } from './count-attendance.ts';
import { findSession } from './open-session.ts';

const text = z.string('attendance.invalid').max(5_000, 'attendance.invalid');
const person = z
	.object({ id: z.string().regex(/^[A-Za-z0-9-]{1,60}$/), name: text, institution: text, position: text.default(''), element: text })
	.transform(tidyAttendee)
	.refine((one) => attendeeProblem(one) === null, 'attendance.invalid');
const body = z.object({ people: z.array(person).min(1).max(attendeesAtOnceMax) });

export function attendanceRoutes(deps: Deps) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.get('/api/renja/:id/forum/:session/attendance', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { renja, sessionId, judul, status } = await findSession(deps, actor, { ...c.req.param(), chairToo: true });
			const { people, closed } = await deps.sql.begin(async (tx) => {
				const all = await attendeesOf(tx, renja.id, sessionId);
				if (all.length > 0)
					await recordAudit(tx, { action: 'attendance.read', accountId: actor.id, renjaId: renja.id, detail: { sessionId } });
				return { people: all, closed: await isAttendanceClosed(tx, { documentId: renja.forumId, renjaId: renja.id, sessionId }) };
			});
			const answer: ForumAttendanceAnswer = { session: { judul, status }, people, closed };
			return c.json(answer);
		})
		.post('/api/renja/:id/forum/:session/attendance', session, async (c) => {
			const { actor } = c.get('signedIn');
			const found = await findSession(deps, actor, { ...c.req.param(), chairToo: true });
			const { renja, sessionId } = found;
			const { people } = await readJson(c, body);
			await deps.sql.begin(async (tx) => {
				await lockUntilCommit(tx, `attendance ${renja.id}`);
				if (await isAttendanceClosed(tx, { documentId: renja.forumId, renjaId: renja.id, sessionId })) throw problem('attendance.closed');
				const count = await addAttendees(tx, { renjaId: renja.id, sessionId, accountId: actor.id }, people);
				if ((await attendeesOf(tx, renja.id, sessionId)).length > attendeesMax) throw problem('attendance.tooMany');
				if (count > 0)
					await recordAudit(tx, { action: 'attendance.added', accountId: actor.id, renjaId: renja.id, detail: { sessionId, count } });
			});
			await countAttendance(deps, actor, found);
			return c.body(null, 204);
		})
		.delete('/api/renja/:id/forum/:session/attendance/:person', session, async (c) => {
			const { actor } = c.get('signedIn');
			const found = await findSession(deps, actor, { ...c.req.param(), chairToo: true });
			const { renja, sessionId } = found;
			await deps.sql.begin(async (tx) => {
				if (await isAttendanceClosed(tx, { documentId: renja.forumId, renjaId: renja.id, sessionId })) throw problem('attendance.closed');
				if (!(await removeAttendee(tx, renja.id, sessionId, c.req.param('person')))) throw problem('attendance.notFound');
				await recordAudit(tx, { action: 'attendance.removed', accountId: actor.id, renjaId: renja.id, detail: { sessionId } });
			});
			await countAttendance(deps, actor, found);
			return c.body(null, 204);
		});
}
