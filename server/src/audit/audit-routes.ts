/** `GET /api/audit`: what people did, for the admin (everywhere, without words about plans) and for perencana and sekretaris (their perangkat daerah). */
import { Hono } from 'hono';
import { z } from 'zod';
import { auditScopeOf, mayReadAudit, type Actor } from '@rembug/shared/access/access.ts';
import type { AuditAnswer } from '@rembug/shared/api/api-types.ts';
import { actionsOf, auditKinds } from '@rembug/shared/audit/audit-actions.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { readQuery } from '../read-json.ts';
import { auditChoices, auditRows, type AuditScope } from './audit-queries.ts';

const pageRows = 50;

const query = z.object({
	kind: z.enum(auditKinds).optional(),
	account: z.string().max(100).optional(),
	renja: z.string().max(100).optional(),
	from: z.iso.datetime().optional(),
	to: z.iso.datetime().optional(),
	text: z.string().trim().max(200).optional(),
	before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional()
});

export function auditRoutes(deps: Deps) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.get('/api/audit', session, async (c) => {
			const scope = scopeOf(c.get('signedIn').actor);
			const { kind, account, renja, from, to, text, before } = readQuery(c, query);
			const filter = {
				actions: kind ? actionsOf(kind) : null,
				accountId: account ?? null,
				renjaId: renja ?? null,
				from: from ? new Date(from) : null,
				to: to ? new Date(to) : null,
				text: text || null,
				before: before ?? null
			};
			// One more than a page says whether there is another one.
			const rows = await auditRows(deps.sql, scope, filter, pageRows + 1);
			const page = rows.slice(0, pageRows);
			const answer: AuditAnswer = { rows: page, next: rows.length > pageRows ? (page.at(-1)?.id ?? null) : null };
			return c.json(answer);
		})
		.get('/api/audit/choices', session, async (c) => c.json(await auditChoices(deps.sql, scopeOf(c.get('signedIn').actor))));
}

function scopeOf(actor: Actor): AuditScope {
	if (!mayReadAudit(actor)) throw problem('grant.missing');
	return auditScopeOf(actor);
}
