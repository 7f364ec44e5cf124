import { ESLint } from 'eslint';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const eslint = new ESLint({ cwd: fileURLToPath(new URL('../../', import.meta.url)) });

async function complaints(filePath: string, code: string): Promise<string[]> {
	const [result] = await eslint.lintText(code, { filePath });
	return (result?.messages ?? []).filter(({ ruleId }) => ruleId?.includes('no-restricted')).map(({ message }) => message);
}

describe('the linter holds web -> shared <- server', () => {
	test.each([
		['web/src/lib/grid/probe.ts', "import { connect } from '@rembug/server/database/connect.ts';\nconnect('');", 'Only types cross'],
		['web/src/lib/grid/probe.ts', "import * as Y from 'yjs';\nnew Y.Doc();", 'only web/src/lib/sync talks to Yjs'],
		[
			'web/src/routes/Probe.svelte',
			'<script lang="ts">import { Doc } from \'yjs\'; new Doc();</script>',
			'only web/src/lib/sync talks to Yjs'
		],
		['server/src/sync/probe.ts', "import { api } from '@rembug/web/src/lib/api/api.ts';\napi();", 'web -> shared <- server'],
		['server/src/sync/probe.ts', "import { tick } from 'svelte';\nvoid tick();", 'web -> shared <- server'],
		['server/src/sync/probe.ts', 'export const read = (sql: never) => sql`select 1`;', '*-queries.ts'],
		['shared/src/renja/probe.ts', "import { connect } from '@rembug/server/database/connect.ts';\nconnect('');", 'web -> shared <- server'],
		['shared/src/renja/probe.ts', "import { readFileSync } from 'node:fs';\nreadFileSync('');", 'shared is pure'],
		['shared/src/renja/probe.ts', 'export const now = () => Date.now();', 'no clock']
	])('%s: %s', async (file, code, expected) => {
		expect((await complaints(file, code)).join('\n')).toContain(expected);
	});

	test.each([
		['web/src/lib/grid/probe.ts', "import type { Deps } from '@rembug/server/deps.ts';\nexport type Sql = Deps['sql'];"],
		['web/src/lib/sync/probe.ts', "import * as Y from 'yjs';\nnew Y.Doc();"],
		['server/src/sync/probe-queries.ts', 'export const read = (sql: never) => sql`select 1`;'],
		['shared/src/renja/probe.test.ts', "import { readFileSync } from 'node:fs';\nreadFileSync('');"]
	])('%s may: %s', async (file, code) => {
		expect(await complaints(file, code)).toEqual([]);
	});
});
