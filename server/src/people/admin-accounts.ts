/**
 * The admin's changes to accounts, grants and sessions, each with its row in the audit. What takes a right away closes the sockets that
 * had it as soon as it is committed.
 */
import { rolesOfForum, rolesOfKecamatan, type Actor, type Grant } from '@rembug/shared/access/access.ts';
import type { GivenPassword } from '@rembug/shared/api/api-types.ts';
import { kecamatanIn } from '@rembug/shared/usulan/wilayah.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { TransactionSql } from '../database/connect.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { wilayahOf } from '../usulan/wilayah-queries.ts';
import { changePeople } from './admin-organisation.ts';
import * as queries from './admin-queries.ts';
import { generatePassword, hashPassword } from './passwords.ts';
import { findAccount, insertAccount } from './people-queries.ts';

type AdminDeps = Pick<Deps, 'sql' | 'rooms'>;

export interface AccountEntry {
	username: string;
	nama: string;
}

/** Throws account.usernameTaken, grant.perangkatDaerah, grant.unit, grant.kecamatan, grant.kecamatanUnlisted, grant.renja. */
export async function addAccount(deps: AdminDeps, actor: Actor, entry: AccountEntry, grant: Grant | null): Promise<GivenPassword> {
	const id = crypto.randomUUID();
	const password = generatePassword();
	const passwordHash = await hashPassword(password);
	await changePeople(deps, async (tx) => {
		if (await findAccount(tx, entry.username)) throw problem('account.usernameTaken');
		await insertAccount(tx, { id, ...entry, passwordHash });
		await queries.setPasswordHash(tx, id, passwordHash, { mustChange: true });
		await recordAudit(tx, { action: 'account.created', accountId: actor.id, subjectId: id, detail: entry });
		if (grant) await give(tx, actor, id, grant);
	});
	return { id, password };
}

/** Throws account.notFound, account.usernameTaken. */
export function renameAccount(deps: AdminDeps, actor: Actor, id: string, entry: AccountEntry): Promise<void> {
	return changePeople(deps, async (tx) => {
		const { nama: before } = await existing(tx, id);
		const other = await findAccount(tx, entry.username);
		if (other && other.id !== id) throw problem('account.usernameTaken');
		await queries.updateAccount(tx, id, entry);
		await recordAudit(tx, { action: 'account.renamed', accountId: actor.id, subjectId: id, detail: { ...entry, before } });
	});
}

/** Disabling ends every session. Throws account.notFound, account.lastAdmin. */
export async function setAccountDisabled(deps: AdminDeps, actor: Actor, id: string, disabled: boolean): Promise<void> {
	const ended = await changePeople(deps, async (tx) => {
		await existing(tx, id);
		await queries.setDisabled(tx, id, disabled);
		await keepAnAdmin(tx);
		await recordAudit(tx, { action: disabled ? 'account.disabled' : 'account.enabled', accountId: actor.id, subjectId: id, detail: {} });
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
		await recordAudit(tx, { action: 'password.reset', accountId: actor.id, subjectId: id, detail: {} });
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
		await recordAudit(tx, { action: 'session.endedByAdmin', accountId: actor.id, subjectId: id, detail: { count: sessionIds.length } });
		return sessionIds;
	});
	closeSockets(deps, ended);
	return ended.length;
}

/** Returns the id of the grant. Throws account.notFound, grant.exists, grant.perangkatDaerah, grant.unit, grant.kecamatan, grant.kecamatanUnlisted, grant.renja. */
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
		await recordGrant(tx, 'grant.removed', actor, accountId, grant);
	});
	deps.rooms.rightsChanged(accountId);
}

async function give(tx: TransactionSql, actor: Actor, accountId: string, grant: Grant): Promise<number> {
	await checkGrant(tx, grant);
	const listed = await asListed(tx, grant);
	const id = await queries.addGrant(tx, accountId, listed);
	if (id === null) throw problem('grant.exists');
	await recordGrant(tx, 'grant.added', actor, accountId, listed);
	return id;
}

async function recordGrant(
	tx: TransactionSql,
	action: 'grant.added' | 'grant.removed',
	actor: Actor,
	accountId: string,
	grant: Grant
): Promise<void> {
	const detail = { ...grant, ...(await queries.namesOfGrant(tx, grant)) };
	await recordAudit(tx, { action, accountId: actor.id, subjectId: accountId, perangkatDaerahId: grant.perangkatDaerahId, detail });
}

/** The admin's grant names nothing, every other a perangkat daerah; and what its role needs beside. */
async function checkGrant(tx: TransactionSql, { role, perangkatDaerahId, unitId, kecamatan, renjaId, sessionId }: Grant): Promise<void> {
	if ((kecamatan !== undefined) !== rolesOfKecamatan.includes(role)) throw problem('grant.kecamatan');
	if ((renjaId !== undefined) !== rolesOfForum.includes(role) || (sessionId !== undefined && renjaId === undefined))
		throw problem('grant.renja');
	if (role === 'admin') {
		if (perangkatDaerahId !== null || unitId !== null) throw problem('grant.perangkatDaerah');
		return;
	}
	if (perangkatDaerahId === null || !(await queries.findPerangkatDaerah(tx, perangkatDaerahId))) throw problem('grant.perangkatDaerah');
	const needsUnit = role === 'staf';
	if (needsUnit !== (unitId !== null)) throw problem('grant.unit');
	if (renjaId !== undefined && !(await queries.isRenjaOf(tx, renjaId, perangkatDaerahId))) throw problem('grant.renja');
	if (unitId !== null && (await queries.findUnit(tx, unitId))?.perangkatDaerahId !== perangkatDaerahId) throw problem('grant.unit');
}

/** Where the office has a list of kecamatan, the kecamatan is one of it, and is written as there. */
async function asListed(tx: TransactionSql, grant: Grant): Promise<Grant> {
	if (grant.kecamatan === undefined || grant.perangkatDaerahId === null) return grant;
	const wilayah = await wilayahOf(tx, grant.perangkatDaerahId);
	const listed = kecamatanIn(wilayah, grant.kecamatan);
	if (wilayah.length > 0 && !listed) throw problem('grant.kecamatanUnlisted');
	return listed ? { ...grant, kecamatan: listed.nama } : grant;
}

async function existing(tx: TransactionSql, accountId: string): Promise<queries.LockedAccount> {
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
