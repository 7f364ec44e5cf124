/** What axe finds wrong with a page for people who cannot see, hear or point well. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Axe {
	run(): Promise<{ violations: { id: string; impact: string | null; nodes: { html: string }[] }[] }>;
}

/** Findings that axe calls serious or critical, each with the first place where it is. */
export async function seriousFindings(page: Page): Promise<string[]> {
	// Evaluated, not added as a script: the page's own policy forbids foreign scripts.
	await page.evaluate(await readFile(source, 'utf8'));
	return page.evaluate(async () => {
		const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
		const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
		return serious.map((one) => `${one.id}: ${one.nodes[0]?.html ?? ''}`);
	});
}
