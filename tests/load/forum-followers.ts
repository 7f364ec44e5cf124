/** A session of the forum with many followers, in a process of its own: how long until the last of them sees what is on the table. */
import { forumEntity } from '@rembug/shared/forum/forum-document.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit } from '@rembug/shared/forum/forum-types.ts';
import { readUsulan } from '@rembug/shared/forum/forum-value.ts';
import { signIn } from '../support/people.ts';
import { waitFor } from '../support/wait-for.ts';
import { openLoadClient, type LoadClient } from './load-client.ts';
import { quantile } from './quantile.ts';

export interface ForumOrder {
	url: string;
	/** Of the websocket of the forum. */
	address: string;
	followers: number;
	/** Give a priority once a second each, beside the chair, who puts another usulan on the table twice a second. */
	voters: number;
	seconds: number;
}

export interface ForumResult {
	tableChanges: number;
	votes: number;
	/** From the change until the last of all others holds it in his document, ms. */
	lastFollowerP50Ms: number;
	lastFollowerP99Ms: number;
	lastFollowerMaxMs: number;
	errors: number;
}

const session = 'beban';

async function run({ url, address, followers, voters, seconds }: ForumOrder): Promise<ForumResult> {
	let errors = 0;
	const open = async (name: string): Promise<() => LoadClient> => {
		const { cookie } = await signIn({ url }, name);
		return () => openLoadClient(address, cookie, { error: () => (errors += 1) });
	};
	const openDelegate = await open('delegasi-gempol');
	const openVoter = await Promise.all(['delegasi-gempol', 'koperasi', 'umkm', 'sekretariat'].map(open));
	const accounts = ['demo-delegasi-gempol', 'demo-koperasi', 'demo-umkm', 'demo-sekretariat'];
	const chair = (await open('ketua-forum'))();
	const make = ({ doc }: LoadClient, edit: ForumEdit): void => {
		const result = applyForumEdit(doc, edit);
		if (!result.ok) throw new Error(`${result.problem} ${result.detail}`);
	};
	const set = (field: 'status' | 'meja', value: string): ForumEdit => ({ edit: 'setSession', args: { id: session, field, value } });

	await waitFor(() => chair.isSynced(), { timeoutMs: 30_000, what: 'the chair is in step' });
	make(chair, { edit: 'addSession', args: { id: session, judul: 'Forum', tanggal: '2024-02-20' } });
	make(chair, set('status', 'berlangsung'));
	const usulan = readUsulan(chair.doc).map(({ id }) => id);
	const voting = Array.from({ length: voters }, (_, index) => (openVoter[index % openVoter.length] as () => LoadClient)());
	const others = [...voting, ...Array.from({ length: followers - voters }, openDelegate)];
	await waitFor(
		() => others.every(({ doc, isSynced }) => isSynced() && forumEntity(doc, 'sessions', session)?.get('status') === 'berlangsung'),
		{
			timeoutMs: 120_000,
			what: 'everybody is in the session'
		}
	);
	/** One entry a change: when it was made, how many have not seen it yet, when the last one did. */
	const changes: { start: number; missing: number; last: number }[] = [];
	for (const { doc } of others) {
		let seen = 0;
		const table = forumEntity(doc, 'sessions', session);
		table?.observe(() => {
			const now = performance.now();
			// Usulan take their turns; of changes that come together only the last one stands, and the others have come with it.
			const upTo = changes.findIndex((_, index) => index >= seen && usulan[index % usulan.length] === table.get('meja'));
			for (; seen <= upTo; seen++) {
				const change = changes[seen] as (typeof changes)[number];
				change.missing -= 1;
				change.last = now;
			}
		});
	}
	let votes = 0;
	const timers = voting.map((client, index) => {
		// Several speak for one account, which has one voice an usulan: of two given at once the second is closed with 4409, and these clients,
		// which keep their document, would be refused again and again and see nothing more (tests/integration/sync-forum shows it).
		const own = usulan.filter((_, at) => at % voters === index);
		return setInterval(
			() => {
				votes += 1;
				const one = own[votes % own.length] as string;
				const account = accounts[index % accounts.length] as string;
				make(client, { edit: 'setVote', args: { usulan: one, account, prioritas: (votes % 5) + 1 } });
			},
			1000 + index * 7
		);
	});
	const until = performance.now() + seconds * 1000;
	await new Promise<void>((resolve) => {
		const timer = setInterval(() => {
			if (performance.now() >= until) {
				clearInterval(timer);
				resolve();
				return;
			}
			changes.push({ start: performance.now(), missing: others.length, last: 0 });
			make(chair, set('meja', usulan[(changes.length - 1) % usulan.length] as string));
		}, 500);
	});
	for (const timer of timers) clearInterval(timer);
	await waitFor(() => changes.every(({ missing }) => missing === 0), { timeoutMs: 60_000, what: 'everybody saw every change' });
	const times = changes.map(({ start, last }) => last - start);
	for (const client of [chair, ...others]) client.close();
	return {
		tableChanges: changes.length,
		votes,
		lastFollowerP50Ms: quantile(times, 0.5),
		lastFollowerP99Ms: quantile(times, 0.99),
		lastFollowerMaxMs: quantile(times, 1),
		errors
	};
}

process.once('message', (order: ForumOrder) => {
	void run(order).then(
		(result) => process.send?.(result, undefined, undefined, () => process.disconnect()),
		(error: unknown) => {
			console.error(error);
			process.exit(1);
		}
	);
});
