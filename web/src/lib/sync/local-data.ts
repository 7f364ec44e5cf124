/** What this browser keeps of one account: looked at and wiped when he signs out. */
import { deleteCache } from './local-cache.ts';
import { openOutbox } from './outbox.ts';
import type { OutboxEntry } from './session-types.ts';

/** Edits of this account in this browser that the server has not taken, over all plans: signing out asks first when there are any. */
export async function countUnsent(userId: string): Promise<number> {
	return (await keptEntries(userId)).length;
}

/** What is kept of this account in this browser and not in a document, oldest first: unsent or refused. */
export async function keptEntries(userId: string): Promise<OutboxEntry[]> {
	const outbox = await openOutbox();
	const entries = await outbox.entries(userId);
	outbox.close();
	return entries;
}

/** Forgets one of them, for a plan that is not open. */
export async function dismissKept(id: string): Promise<void> {
	const outbox = await openOutbox();
	await outbox.remove([id]);
	outbox.close();
}

/** Forgets everything kept for this account. Destroy the open sessions before. */
export async function wipeLocalData(userId: string): Promise<void> {
	const outbox = await openOutbox();
	for (const name of await outbox.caches(userId)) {
		await deleteCache(name);
		await outbox.forgetCache(name);
	}
	await outbox.remove((await outbox.entries(userId)).map((entry) => entry.id));
	outbox.close();
}
