/**
 * The admin's changes to accounts, grants and sessions, each with its row in the audit. What takes a right away closes the sockets that
 * had it as soon as it is committed.
 */
import type { Actor, Grant } from '@rembug/shared/access/access.ts';
import type { GivenPassword } from '@rembug/shared/api/api-types.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { TransactionSql } from '../database/connect.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { changePeople } from './admin-organisation.ts';
import * as queries from './admin-queries.ts';
import { generatePassword, hashPassword } from './passwords.ts';
import { findAccount, insertAccount } from './people-queries.ts';

type AdminDeps = Pick<Deps, 'sql' | 'rooms'>;

export interface AccountEntry {
	username: string;
	nama: string;
}

/** Throws account.usernameTaken, grant.perangkatDaerah, grant.unit. */
export async function addAccount(deps: AdminDeps, actor: Actor, entry: AccountEntry, grant: Grant | null): Promise<GivenPassword> {
	const id = crypto.randomUUID();
	const password = generatePassword();
	const passwordHash = await hashPassword(password);
	await changePeople(deps, async (tx) => {
		if (await findAccount(tx, entry.username)) throw problem('account.usernameTaken');
		await insertAccount(tx, { id, ...entry, passwordHash });
		await queries.setPasswordHash(tx, id, passwordHash, { mustChange: true });
		await recordAudit(tx, { action: 'account.created', accountId: actor.id, detail: { id, ...entry } });
		if (grant) await give(tx, actor, id, grant);
	});
	return { id, password };
}

/** Throws account.notFound, account.usernameTaken. */
export function renameAccount(deps: AdminDeps, actor: Actor, id: string, entry: AccountEntry): Promise<void> {
	return changePeople(deps, async (tx) => {
		await existing(tx, id);
		const other = await findAccount(tx, entry.username);
		if (other && other.id !== id) throw problem('account.usernameTaken');
		await queries.updateAccount(tx, id, entry);
		await recordAudit(tx, { action: 'account.renamed', accountId: actor.id, detail: { id, ...entry } });
	});
}

/** Disabling ends every session. Throws account.notFound, account.lastAdmin. */
export async function setAccountDisabled(deps: AdminDeps, actor: Actor, id: string, disabled: boolean): Promise<void> {
	const ended = await changePeople(deps, async (tx) => {
		await existing(tx, id);
		await queries.setDisabled(tx, id, disabled);
		await keepAnAdmin(tx);
		await recordAudit(tx, { action: disabled ? 'account.disabled' : 'account.enabled', accountId: actor.id, detail: { id } });
		return disabled ? queries.deleteSessionsOf(tx, id) : [];
	});
	closeSockets(deps, ended);
}

/** A generated password, to be changed at the next sign-in; ends every session. Throws account.notFound, password.demo. */
export async function resetPassword(deps: AdminDeps, actor: Actor, id: string): Promise<GivenPassword> {
	const password = generatePassword();
	const hash = await hashPassword(password);
	const ended = await changePeople(deps, async (tx) => {
		const { demo } = await existing(tx, id);
		if (demo) throw problem('password.demo');
		await queries.setPasswordHash(tx, id, hash, { mustChange: true });
		await recordAudit(tx, { action: 'password.reset', accountId: actor.id, detail: { id } });
		return queries.deleteSessionsOf(tx, id);
	});
	closeSockets(deps, ended);
	return { id, password };
}

/** Returns how many ended. Throws account.notFound. */
export async function endSessions(deps: AdminDeps, actor: Actor, id: string): Promise<number> {
	const ended = await changePeople(deps, async (tx) => {
		await existing(tx, id);
		const sessionIds = await queries.deleteSessionsOf(tx, id);
		await recordAudit(tx, { action: 'session.endedByAdmin', accountId: actor.id, detail: { id, count: sessionIds.length } });
		return sessionIds;
	});
	closeSockets(deps, ended);
	return ended.length;
}

/** Returns the id of the grant. Throws account.notFound, grant.exists, grant.perangkatDaerah, grant.unit. */
export async function addGrant(deps: AdminDeps, actor: Actor, accountId: string, grant: Grant): Promise<number> {
	const id = await changePeople(deps, async (tx) => {
		await existing(tx, accountId);
		return give(tx, actor, accountId, grant);
	});
	deps.rooms.rightsChanged(accountId);
	return id;
}

/** Throws account.notFound, grant.notFound, account.lastAdmin. */
export async function removeGrant(deps: AdminDeps, actor: Actor, accountId: string, grantId: number): Promise<void> {
	await changePeople(deps, async (tx) => {
		await existing(tx, accountId);
		const grant = await queries.deleteGrant(tx, accountId, grantId);
		if (!grant) throw problem('grant.notFound');
		if (grant.role === 'admin') await keepAnAdmin(tx);
		await recordAudit(tx, { action: 'grant.removed', accountId: actor.id, detail: { id: accountId, ...grant } });
	});
	deps.rooms.rightsChanged(accountId);
}

async function give(tx: TransactionSql, actor: Actor, accountId: string, grant: Grant): Promise<number> {
	await checkGrant(tx, grant);
	const id = await queries.addGrant(tx, accountId, grant);
	if (id === null) throw problem('grant.exists');
	await recordAudit(tx, { action: 'grant.added', accountId: actor.id, detail: { id: accountId, ...grant } });
	return id;
}

/** The admin's grant names nothing, that of staf a unit, every other a perangkat daerah. */
async function checkGrant(tx: TransactionSql, { role, perangkatDaerahId, unitId }: Grant): Promise<void> {
	if (role === 'admin') {
		if (perangkatDaerahId !== null || unitId !== null) throw problem('grant.perangkatDaerah');
		return;
	}
	if (perangkatDaerahId === null || !(await queries.perangkatDaerahExists(tx, perangkatDaerahId))) throw problem('grant.perangkatDaerah');
	const needsUnit = role === 'staf';
	if (needsUnit !== (unitId !== null)) throw problem('grant.unit');
	if (unitId !== null && (await queries.perangkatDaerahOfUnit(tx, unitId)) !== perangkatDaerahId) throw problem('grant.unit');
}

async function existing(tx: TransactionSql, accountId: string): Promise<{ username: string; demo: boolean }> {
	const account = await queries.lockAccount(tx, accountId);
	if (!account) throw problem('account.notFound');
	return account;
}

async function keepAnAdmin(tx: TransactionSql): Promise<void> {
	if ((await queries.enabledAdmins(tx)) === 0) throw problem('account.lastAdmin');
}

function closeSockets(deps: Pick<Deps, 'rooms'>, sessionIds: readonly string[]): void {
	for (const sessionId of sessionIds) deps.rooms.endSession(sessionId);
}
