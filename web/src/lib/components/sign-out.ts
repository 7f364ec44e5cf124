import { sendJson } from '#lib/api/api.ts';
import { countUnsent, wipeLocalData } from '#lib/sync/local-data.ts';

/** How many changes of this account wait in this browser and would be lost by signing out here. */
export function unsentOf(userId: string): Promise<number> {
	return countUnsent(userId);
}

/** Ends the session and removes what this browser keeps of the account, then shows the sign-in page. */
export async function signOut(userId: string): Promise<void> {
	await sendJson('DELETE', '/api/session');
	await wipeLocalData(userId);
	location.assign('/masuk');
}
