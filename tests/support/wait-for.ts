/** Waits until `look` gives something truthy, and returns it. Fails with `what` after timeoutMs; an error of the last look is its cause. */
export async function waitFor<T>(
	look: () => T | Promise<T>,
	{ timeoutMs = 10_000, everyMs = 20, what = look.toString() }: { timeoutMs?: number; everyMs?: number; what?: string } = {}
): Promise<NonNullable<T>> {
	const deadline = performance.now() + timeoutMs;
	let cause: unknown;
	for (;;) {
		try {
			const seen = await look();
			if (seen) return seen;
			cause = undefined;
		} catch (error) {
			cause = error;
		}
		if (performance.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}`, { cause });
		await new Promise((resolve) => setTimeout(resolve, everyMs));
	}
}
