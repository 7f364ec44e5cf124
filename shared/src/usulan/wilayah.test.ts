import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correctPlaces, kecamatanIn, placeKey, readWilayah, unlistedPlaces, wilayahMax, wilayahText } from './wilayah.ts';

const read = (text: string) => {
	const reading = readWilayah(text);
	if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
	return reading.wilayah;
};

test('reads one kecamatan a line, by name, each once', () => {
	expect(read('Purwosari\n\n  GEMPOL \nKec. Beji\r\nKecamatan Gempol\n')).toEqual([
		{ nama: 'Beji', desa: [] },
		{ nama: 'Gempol', desa: [] },
		{ nama: 'Purwosari', desa: [] }
	]);
});

test('reads desa beside their kecamatan, with headings, numbers and merged cells as a spreadsheet gives them', () => {
	const pasted =
		'No\tKecamatan\tDesa/Kelurahan\n1\tGempol\tDesa Ngerong\n2\t\tKel. Randupitu\n\tNgerong\n3.\tBeji\t\n4\tRembang\tOro-Oro Ombo Wetan';
	expect(read(pasted)).toEqual([
		{ nama: 'Beji', desa: [] },
		{ nama: 'Gempol', desa: ['Ngerong', 'Randupitu'] },
		{ nama: 'Rembang', desa: ['Oro-Oro Ombo Wetan'] }
	]);
	expect(read('Gempol;Ngerong')).toEqual([{ nama: 'Gempol', desa: ['Ngerong'] }]);
});

test('names every row that is wrong, and gives no list then', () => {
	expect(readWilayah('\tNgerong\nGempol\nBeji RT 04\nTutur\tGendro\tDusun Krajan\nTosari\tJl. Raya 5')).toEqual({
		ok: false,
		problems: [
			{ row: 1, problem: 'kecamatan', given: 'Ngerong' },
			{ row: 3, problem: 'notAPlace', given: 'Beji RT 04' },
			{ row: 4, problem: 'columns', given: 'Tutur · Gendro · Dusun Krajan' },
			{ row: 5, problem: 'notAPlace', given: 'Jl. Raya 5' }
		]
	});
	const many = readWilayah(Array.from({ length: wilayahMax + 2 }, () => 'Gempol').join('\n'));
	expect(many).toEqual({ ok: false, problems: [{ row: wilayahMax + 1, problem: 'tooMany', given: '' }] });
});

test('a list written as lines is read as the same list; no text makes the reader fail', () => {
	const word = fc.constantFrom('Gempol', 'Beji', 'Oro-Oro Ombo', 'ds', 'No', 'kec.', '1', '', '\t', ';', '\n', '=A1', '\u202e', 'RT 1');
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string(),
				fc.array(word).map((words) => words.join(' ')),
				fc.array(word).map((words) => words.join(''))
			),
			(text) => {
				const reading = readWilayah(text);
				if (reading.ok) expect(readWilayah(wilayahText(reading.wilayah))).toEqual(reading);
			}
		)
	);
});

const wilayah = read('Purwosari\nPurwodadi\nGempol\tNgerong\nGempol\tRandupitu');

test('points at names that are not in the list, once each, with the nearest', () => {
	const rows = [
		{ row: 2, kecamatan: 'Purwosarri' },
		{ row: 3, kecamatan: 'PURWOSARI', desa: 'Martopuro' },
		{ row: 4, kecamatan: 'purwosarri' },
		{ row: 5, kecamatan: 'Gempol', desa: 'Ngeronk' },
		{ row: 6, kecamatan: 'Kepanjen', desa: 'Ngerong' },
		{ row: 7, desa: 'Entah' }
	];
	const listed = ['Gempol', 'Purwodadi', 'Purwosari'];
	expect(unlistedPlaces(rows, wilayah)).toEqual([
		{ field: 'kecamatan', given: 'Purwosarri', rows: [2, 4], listed, near: 'Purwosari' },
		{ field: 'desa', kecamatan: 'Gempol', given: 'Ngeronk', rows: [5], listed: ['Ngerong', 'Randupitu'], near: 'Ngerong' },
		{ field: 'kecamatan', given: 'Kepanjen', rows: [6], listed, near: null }
	]);
	expect(unlistedPlaces(rows, [])).toEqual([]);
});

test('what was chosen instead stands in every row of that name, and in no other', () => {
	const rows = [
		{ row: 2, kecamatan: 'Gempoll', desa: 'Ngeronk' },
		{ row: 3, kecamatan: 'gempoll' },
		{ row: 4, kecamatan: 'Purwosari', desa: 'Ngeronk' },
		{ row: 5, kecamatan: 'Kepanjen' },
		{ row: 6 }
	];
	const chosen = new Map([
		[placeKey({ field: 'kecamatan', given: 'Gempoll' }), 'Gempol'],
		[placeKey({ field: 'desa', kecamatan: 'Gempol', given: 'Ngeronk' }), 'Ngerong']
	]);
	expect(correctPlaces(rows, chosen, wilayah)).toEqual([
		{ row: 2, kecamatan: 'Gempol', desa: 'Ngerong' },
		{ row: 3, kecamatan: 'Gempol' },
		...rows.slice(2)
	]);
	expect(kecamatanIn(wilayah, 'PURWO SARI')?.nama).toBe('Purwosari');
});
