/** A process beside the test that is given an order and answers. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Helper {
	/** The next message of it; rejects when it ends without one. */
	answer<Answer>(): Promise<Answer>;
	tell(message: string): void;
}

/** file: a module of this folder. */
export function startHelper(file: string, order: object): Helper {
	const child = fork(fileURLToPath(new URL(file, import.meta.url)), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
	child.send(order);
	return {
		async answer<Answer>() {
			const other = new AbortController();
			try {
				return (await Promise.race([
					once(child, 'message', { signal: other.signal }).then(([message]) => message as unknown),
					once(child, 'exit', { signal: other.signal }).then(([code]) => Promise.reject(new Error(`${file} ended with ${String(code)}`)))
				])) as Answer;
			} finally {
				other.abort();
			}
		},
		tell: (message) => void child.send(message)
	};
}
