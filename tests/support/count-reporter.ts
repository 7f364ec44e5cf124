/** Closes the output with one plain line, `N passed, N failed`, that any CI can read. */
import { writeSync } from 'node:fs';
import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

export default class CountReporter implements Reporter {
	onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[], reason: TestRunEndReason): void {
		const count = { passed: 0, failed: unhandled.length, skipped: 0, pending: 0 };
		for (const module of modules) {
			const before = count.failed;
			for (const test of module.children.allTests()) count[test.result().state] += 1;
			// A file that broke before or beside its tests counts as one that failed.
			if (module.state() === 'failed' && count.failed === before) count.failed += 1;
		}
		// A broken setup runs no test at all and must not look like a run without failures.
		if (reason !== 'passed' && count.failed + count.pending === 0) count.failed = 1;
		const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
		// Last of all, after the teardown of servers and browser.
		process.once('exit', () => writeSync(1, `\n${count.passed} passed, ${count.failed + count.pending} failed${skipped}\n`));
	}
}
