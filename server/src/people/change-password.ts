/** Everybody changes the own password, knowing the old one. */
import { recordAudit } from '../audit/audit-queries.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { deleteSessionsOf, lockAccount, setPasswordHash } from './admin-queries.ts';
import { hashPassword, passwordMatches } from './passwords.ts';
import { passwordHashOf } from './people-queries.ts';
import type { SignedIn } from './sessions.ts';

/**
 * Ends every other session of the account: whoever else knew the old password is out. Wrong old passwords count as failed attempts to
 * sign in. Throws password.demo, password.wrong, password.same, session.tooMany.
 */
export async function changePassword(
	deps: Pick<Deps, 'sql' | 'rooms' | 'signInLimit'>,
	who: SignedIn,
	address: string,
	{ old, password }: { old: string; password: string }
): Promise<void> {
	if (who.demo) throw problem('password.demo');
	const accountId = who.actor.id;
	const checked = await deps.signInLimit.attempt({ account: who.username, address }, async () => {
		const hash = await passwordHashOf(deps.sql, accountId);
		return hash !== undefined && (await passwordMatches(hash, old));
	});
	if (checked === 'tooMany') throw problem('session.tooMany');
	if (checked === 'wrong') {
		await recordAudit(deps.sql, { action: 'password.failed', accountId, detail: { at: 'change' } });
		throw problem('password.wrong');
	}
	if (old.normalize('NFC') === password.normalize('NFC')) throw problem('password.same');

	const hash = await hashPassword(password);
	const ended = await deps.sql.begin(async (tx) => {
		await lockAccount(tx, accountId);
		await setPasswordHash(tx, accountId, hash, { mustChange: false });
		await recordAudit(tx, { action: 'password.changed', accountId, detail: {} });
		return deleteSessionsOf(tx, accountId, who.sessionId);
	});
	for (const sessionId of ended) deps.rooms.endSession(sessionId);
}
