/** The admin's pages: perangkat daerah, units, accounts, grants, sessions. Everything here is for the role admin only. */
import { Hono } from 'hono';
import { z } from 'zod';
import { roles, type Grant } from '@rembug/shared/access/access.ts';
import { nameLengthMax, usernamePattern } from '@rembug/shared/access/account-rules.ts';
import type { Deps } from '../deps.ts';
import { problem, type ProblemCode } from '../errors.ts';
import { readJson } from '../read-json.ts';
import * as accounts from './admin-accounts.ts';
import * as organisation from './admin-organisation.ts';
import { allAccounts, allPerangkatDaerah } from './admin-queries.ts';
import { requireAdmin, requireSession, type AppEnv } from './require-session.ts';

/** One line of text; whatever is wrong with it is this problem. */
function line(code: ProblemCode, max = nameLengthMax) {
	// A control sign can be stored nowhere and seen nowhere.
	const isLine = (text: string): boolean => text.length > 0 && text.length <= max && !/\p{Cc}/u.test(text);
	return z.string(code).trim().refine(isLine, code);
}

const id = z.string().max(100);
const perangkatDaerahBody = z.object({ nama: line('perangkatDaerah.nama'), daerah: line('perangkatDaerah.daerah') });
const unitBody = z.object({
	nama: line('unit.nama'),
	singkatan: line('unit.singkatan', 30),
	jenis: z.enum(['sekretariat', 'bidang', 'upt'], 'unit.jenis')
});
const orderBody = z.object({ ids: z.array(id).max(1000) });
const account = { username: z.string('account.username').trim().regex(usernamePattern, 'account.username'), nama: line('account.nama') };
const grantBody = z.object({
	role: z.enum(roles, 'grant.role'),
	perangkatDaerahId: id.nullable().default(null),
	unitId: id.nullable().default(null),
	kecamatan: line('grant.kecamatan', 100).optional(),
	renjaId: id.optional(),
	sessionId: id.min(1).optional()
});
const accountBody = z.object(account);
const newAccountBody = z.object({ ...account, grant: grantBody.nullable().default(null) });
const disabledBody = z.object({ disabled: z.boolean() });

export function adminRoutes(deps: Deps) {
	const admin = [requireSession(deps), requireAdmin] as const;
	return new Hono<AppEnv>()
		.get('/api/admin/perangkat-daerah', ...admin, async (c) => c.json(await allPerangkatDaerah(deps.sql)))
		.post('/api/admin/perangkat-daerah', ...admin, async (c) => {
			const made = await organisation.addPerangkatDaerah(deps, c.get('signedIn').actor, await readJson(c, perangkatDaerahBody));
			return c.json({ id: made }, 201);
		})
		.put('/api/admin/perangkat-daerah/:id', ...admin, async (c) => {
			await organisation.renamePerangkatDaerah(deps, c.get('signedIn').actor, c.req.param('id'), await readJson(c, perangkatDaerahBody));
			return c.body(null, 204);
		})
		.delete('/api/admin/perangkat-daerah/:id', ...admin, async (c) => {
			await organisation.removePerangkatDaerah(deps, c.get('signedIn').actor, c.req.param('id'));
			return c.body(null, 204);
		})
		.post('/api/admin/perangkat-daerah/:id/units', ...admin, async (c) => {
			const made = await organisation.addUnit(deps, c.get('signedIn').actor, c.req.param('id'), await readJson(c, unitBody));
			return c.json({ id: made }, 201);
		})
		.put('/api/admin/perangkat-daerah/:id/units-order', ...admin, async (c) => {
			const { ids } = await readJson(c, orderBody);
			await organisation.orderUnits(deps, c.get('signedIn').actor, c.req.param('id'), ids);
			return c.body(null, 204);
		})
		.put('/api/admin/units/:id', ...admin, async (c) => {
			await organisation.changeUnit(deps, c.get('signedIn').actor, c.req.param('id'), await readJson(c, unitBody));
			return c.body(null, 204);
		})
		.delete('/api/admin/units/:id', ...admin, async (c) => {
			await organisation.removeUnit(deps, c.get('signedIn').actor, c.req.param('id'));
			return c.body(null, 204);
		})
		.get('/api/admin/accounts', ...admin, async (c) => c.json(await allAccounts(deps.sql)))
		.post('/api/admin/accounts', ...admin, async (c) => {
			const { grant, ...entry } = await readJson(c, newAccountBody);
			return c.json(await accounts.addAccount(deps, c.get('signedIn').actor, entry, grant as Grant | null), 201);
		})
		.put('/api/admin/accounts/:id', ...admin, async (c) => {
			await accounts.renameAccount(deps, c.get('signedIn').actor, c.req.param('id'), await readJson(c, accountBody));
			return c.body(null, 204);
		})
		.put('/api/admin/accounts/:id/disabled', ...admin, async (c) => {
			const { disabled } = await readJson(c, disabledBody);
			await accounts.setAccountDisabled(deps, c.get('signedIn').actor, c.req.param('id'), disabled);
			return c.body(null, 204);
		})
		.post('/api/admin/accounts/:id/password', ...admin, async (c) =>
			c.json(await accounts.resetPassword(deps, c.get('signedIn').actor, c.req.param('id')))
		)
		.delete('/api/admin/accounts/:id/sessions', ...admin, async (c) =>
			c.json({ ended: await accounts.endSessions(deps, c.get('signedIn').actor, c.req.param('id')) })
		)
		.post('/api/admin/accounts/:id/grants', ...admin, async (c) => {
			const made = await accounts.addGrant(deps, c.get('signedIn').actor, c.req.param('id'), await readJson(c, grantBody));
			return c.json({ id: made }, 201);
		})
		.delete('/api/admin/accounts/:id/grants/:grantId', ...admin, async (c) => {
			const grantId = Number(c.req.param('grantId'));
			if (!Number.isSafeInteger(grantId)) throw problem('grant.notFound');
			await accounts.removeGrant(deps, c.get('signedIn').actor, c.req.param('id'), grantId);
			return c.body(null, 204);
		});
}
