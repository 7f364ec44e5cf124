/** Guessing passwords is slow: so many wrong ones per account and per network address, then a pause. Kept in memory; a restart forgives. */

const windowMs = 10 * 60 * 1000;
const keysMax = 10_000;

export interface SignInLimit {
	/**
	 * Runs one attempt (true: the password was right). Answers 'tooMany' without running it when too many failed within ten minutes.
	 * Attempts that run at the same time count as failures until they are known, so a burst cannot slip through; they wait instead.
	 */
	attempt(keys: { account: string; address: string }, attempt: () => Promise<boolean>): Promise<'right' | 'wrong' | 'tooMany'>;
}

interface Counter {
	max: number;
	failures: number[];
	running: number;
	waiting: (() => void)[];
}

export function createSignInLimit(
	max: { perAccount: number; perAddress: number },
	now: () => number = () => performance.now()
): SignInLimit {
	const counters = new Map<string, Counter>();

	const counterOf = (key: string, limit: number): Counter => {
		let counter = counters.get(key);
		if (!counter) {
			if (counters.size >= keysMax) forgetOld();
			counter = { max: limit, failures: [], running: 0, waiting: [] };
			counters.set(key, counter);
		}
		counter.failures = counter.failures.filter((at) => at > now() - windowMs);
		return counter;
	};

	const forgetOld = (): void => {
		for (const [key, counter] of counters) {
			if (counter.running === 0 && counter.waiting.length === 0 && counter.failures.every((at) => at <= now() - windowMs))
				counters.delete(key);
		}
	};

	return {
		async attempt(keys, attempt) {
			const mine = [counterOf(`account ${keys.account}`, max.perAccount), counterOf(`address ${keys.address}`, max.perAddress)];
			for (;;) {
				if (mine.some((counter) => counter.failures.length >= counter.max)) return 'tooMany';
				const full = mine.find((counter) => counter.failures.length + counter.running >= counter.max);
				if (!full) break;
				await new Promise<void>((resolve) => full.waiting.push(resolve));
			}
			for (const counter of mine) counter.running++;
			let failed = false;
			try {
				const right = await attempt();
				failed = !right;
				return right ? 'right' : 'wrong';
			} finally {
				for (const counter of mine) {
					counter.running--;
					if (failed) counter.failures.push(now());
					for (const wake of counter.waiting.splice(0)) wake();
				}
			}
		}
	};
}
