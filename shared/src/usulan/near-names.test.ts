import { expect, test } from 'vitest';
import { nearName, placeDoubts } from './near-names.ts';

const known = ['Gempol', 'Beji', 'Purwodadi', 'Tosari', 'Pohjentrek'];

test.each([
	['Gempoll', 'Gempol'],
	['Gmepol', 'Gempol'],
	['gempil', 'Gempol'],
	['Puwrodadi', 'Purwodadi'],
	['Purwosari', null],
	['Kec. Gempol', null],
	['GEMPOL', null],
	['Poh Jentrek', null],
	['Bejo', null],
	['Rembang', null]
])('%s is nearly %s', (name, near) => {
	expect(nearName(name, known)).toBe(near);
});

test('names of a table are held against the forum, and against those that it says more often', () => {
	const present = [{ kecamatan: 'Gempol', desa: 'Ngerong' }];
	const rows = [
		{ row: 2, kecamatan: 'Gempoll' },
		{ row: 3, kecamatan: 'Gempol', desa: 'Ngerongg' },
		...Array.from({ length: 3 }, (_, index) => ({ row: 4 + index, kecamatan: 'Purwosari', desa: `Desa ${index}` })),
		{ row: 7, kecamatan: 'Purwosarri' },
		{ row: 8, kecamatan: 'Beji', desa: 'Ngerongg' },
		{ row: 9 }
	];
	expect(placeDoubts(rows, present)).toEqual([
		{ row: 2, field: 'kecamatan', given: 'Gempoll', near: 'Gempol' },
		{ row: 3, field: 'desa', given: 'Ngerongg', near: 'Ngerong' },
		{ row: 7, field: 'kecamatan', given: 'Purwosarri', near: 'Purwosari' }
	]);
});

test('two names that stand equally often are left alone, and so is what the forum knows', () => {
	expect(
		placeDoubts(
			[
				{ row: 1, kecamatan: 'Sukorejo' },
				{ row: 2, kecamatan: 'Sukareja' }
			],
			[]
		)
	).toEqual([]);
	expect(placeDoubts([{ row: 1, kecamatan: 'Gempoll' }], [{ kecamatan: 'Gempol' }, { kecamatan: 'Gempoll' }])).toEqual([]);
});
