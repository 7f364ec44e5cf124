import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import type { ConflictRow } from '@rembug/shared/sync/conflict-types.ts';
import { describe, expect, it } from 'vitest';
import { createConflicts } from './conflicts.svelte.ts';

const side = (accountId: string, value: unknown) => ({ value, accountId, nama: accountId, at: null });
const row = (over: Partial<ConflictRow> = {}): ConflictRow => ({
	id: 'c1',
	root: 'nodes',
	entity: 'n1',
	field: 'pagu',
	kept: side('budi', 200),
	other: side('ani', 100),
	...over
});
const setPagu = (value: number): Edit => ({ edit: 'setAmount', args: { id: 'n1', field: 'pagu', value } });

function open(rows: ConflictRow[] = [row()]) {
	const settled: ConflictRow[] = [];
	const conflicts = createConflicts('budi', (one) => settled.push(one));
	conflicts.take({ all: true, open: rows, settled: [] });
	return { conflicts, settled };
}
const news = (over: Partial<ConflictRow>) => ({ all: false, open: [row(over)], settled: [] });

describe('what the page knows of conflicts', () => {
	it('stands at its cell until it is settled or all is told anew', () => {
		const fund = row({ id: 'c2', entity: 'n1/sumberDana/f1', field: 'jumlah' });
		const { conflicts } = open([row(), fund]);
		expect(conflicts.at('n1', 'pagu').map(({ id }) => id)).toEqual(['c1']);
		expect(conflicts.at('n1', 'sumberDana').map(({ id }) => id)).toEqual(['c2']);
		expect([conflicts.at('n1', 'paguMaju'), conflicts.at('n2', 'pagu')]).toEqual([[], []]);
		conflicts.take({ all: false, open: [], settled: ['c1', 'unknown'] });
		expect(conflicts.list.map(({ id }) => id)).toEqual(['c2']);
		conflicts.reset();
		expect(conflicts.list).toEqual([]);
	});

	it('is settled by a value that was typed with the mark in sight, once the server holds it', () => {
		const { conflicts, settled } = open();
		conflicts.edited(setPagu(150));
		expect(settled).toEqual([]);
		conflicts.take(news({ kept: side('budi', 150) }));
		expect(settled.map(({ id }) => id)).toEqual(['c1']);
	});

	it.each([
		['another value was lost meanwhile', { kept: side('budi', 150), other: side('ani', 101) }],
		['another value of mine stands by now', { kept: side('budi', 151) }],
		['a colleague’s value stands', { kept: side('cici', 150) }]
	])('is not settled by it when %s', (_what, over) => {
		const { conflicts, settled } = open();
		conflicts.edited(setPagu(150));
		conflicts.take(news(over));
		expect(settled).toEqual([]);
	});

	it('is not settled by an edit of another field', () => {
		const { conflicts, settled } = open();
		conflicts.edited({ edit: 'setAmount', args: { id: 'n1', field: 'paguMaju', value: 150 } });
		conflicts.take(news({ kept: side('budi', 150) }));
		expect(settled).toEqual([]);
	});
});
