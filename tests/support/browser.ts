/** Pages of the run's one browser, each person in a context of his own. */
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { inject } from 'vitest';
import type { SignedIn } from './people.ts';

/** The size that the page must be good at. */
export const OFFICE = { width: 1366, height: 768 };
/** The size that it must be usable at. */
export const PHONE = { width: 360, height: 740 };

/** Connects to the browser that this run launched; close() ends the connection and its pages, not the browser. */
export function openBrowser(): Promise<Browser> {
	return chromium.connect(inject('browserEndpoint'));
}

export interface PersonsPage {
	page: Page;
	context: BrowserContext;
	/** What the page complained about so far: errors in the console and uncaught exceptions. */
	complaints: string[];
}

/** A new page of this person (null: nobody signed in), in a context with its own cookies and storage. */
export async function openPage(
	browser: Browser,
	server: { url: string },
	who: SignedIn | null,
	path: string,
	viewport: { width: number; height: number } = OFFICE
): Promise<PersonsPage> {
	const context = await browser.newContext({ viewport, locale: 'id-ID', timezoneId: 'Asia/Jakarta', baseURL: server.url });
	if (who) {
		const [name = '', value = ''] = who.cookie.split(/=(.*)/s);
		await context.addCookies([{ name, value, url: server.url }]);
	}
	const page = await context.newPage();
	const complaints: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') complaints.push(message.text());
	});
	page.on('pageerror', (error) => complaints.push(String(error)));
	await page.goto(path);
	return { page, context, complaints };
}
