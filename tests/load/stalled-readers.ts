/** Clients that stop reading, in a process of their own: tells when the server lets go of them. */
import { signIn } from '../support/people.ts';
import { waitFor } from '../support/wait-for.ts';
import { openLoadClient } from './load-client.ts';

export interface StallOrder {
	url: string;
	address: string;
	clients: number;
}

export interface StallResult {
	/** Close codes, as the clients find them when they read again. */
	stalledCodes: (number | null)[];
}

process.once('message', ({ url, address, clients: count }: StallOrder) => {
	void (async () => {
		const { cookie } = await signIn({ url }, 'perencana');
		const clients = Array.from({ length: count }, () => openLoadClient(address, cookie, {}));
		await waitFor(() => clients.every((client) => client.isSynced()), { timeoutMs: 30_000, what: 'all are synced' });
		for (const client of clients) client.stall();
		process.send?.('stalled');
		process.once('message', () => {
			for (const client of clients) client.read();
			void waitFor(() => clients.every((client) => client.closeCode() !== null), {
				timeoutMs: 30_000,
				what: 'all learn that they are closed'
			})
				.catch(() => undefined)
				.then(() => {
					const result: StallResult = { stalledCodes: clients.map((client) => client.closeCode()) };
					for (const client of clients) client.close();
					process.send?.(result, undefined, undefined, () => process.disconnect());
				});
		});
	})();
});
