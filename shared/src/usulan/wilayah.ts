/**
 * The kecamatan of the daerah that an office works in, and their desa as far as somebody listed them: kept by the admin, pasted one a line.
 * Where there is such a list, forms offer it, tables are held against it, and an account of a kecamatan is one of it.
 */
import { cleanLine } from './clean-text.ts';
import { letters, nearName } from './near-names.ts';
import { isPlaceName, titled } from './split-place.ts';

export interface Kecamatan {
	nama: string;
	/** Desa and kelurahan by name; empty: nobody listed them. */
	desa: string[];
}

/** By name; empty: the office has no list. */
export type Wilayah = readonly Kecamatan[];

/** row: of the text, from 1. kecamatan: a desa stands above every kecamatan. columns: more than a kecamatan and a desa. */
export interface WilayahProblem {
	row: number;
	problem: 'kecamatan' | 'columns' | 'notAPlace' | 'tooMany';
	given: string;
}

export type WilayahReading = { ok: true; wilayah: Kecamatan[] } | { ok: false; problems: WilayahProblem[] };

/** No kabupaten of Indonesia has a third of it. */
export const wilayahMax = 3000;

const kecamatanWord = /^(?:kecamatan|kec\b\.?)\s*/i;
const desaWord = /^(?:desa(?:\s+(?:dan|atau|\/)\s+kelurahan)?|ds\.|kelurahan|kel\.)\s*/i;
const number = /^(?:no\.?|nomor|[\d.]+)$/i;
const heading = /^(?:desa|kelurahan|desa\s*\/\s*kelurahan|nama\s.*)$/i;

/**
 * Lines `kecamatan`, or `kecamatan<tab>desa`, also with `;`. A line that begins with the tab goes on with the kecamatan above it, as merged
 * cells are pasted. Numbers before the names and a line of headings are passed over; what is there twice counts once.
 */
export function readWilayah(text: string): WilayahReading {
	const found = new Map<string, { nama: string; desa: Map<string, string> }>();
	const problems: WilayahProblem[] = [];
	let last: { desa: Map<string, string> } | undefined;
	let places = 0;
	for (const [index, line] of text.split(/\r\n?|\n/).entries()) {
		const refuse = (problem: WilayahProblem['problem'], given: string) => problems.push({ row: index + 1, problem, given });
		const cells = line.split(/[\t;]/).map((cell) => cleanLine(cell).text);
		if (cells.length > 1 && number.test(cells[0] ?? '')) cells.shift();
		while (cells.length > 1 && cells.at(-1) === '') cells.pop();
		if (cells.every((cell) => cell === '') || isHeading(cells)) continue;
		if (cells.length > 2) {
			refuse('columns', cells.join(' · '));
			continue;
		}
		const kecamatan = (cells[0] ?? '').replace(/^\d+[.)]\s*/, '').replace(kecamatanWord, '');
		const desa = (cells[1] ?? '').replace(desaWord, '');
		const wrong = [kecamatan, desa].find((name) => name !== '' && !isPlaceName(name));
		if (wrong !== undefined) refuse('notAPlace', wrong);
		else if (kecamatan === '' && last === undefined) refuse('kecamatan', desa);
		else if (++places > wilayahMax) {
			refuse('tooMany', '');
			break;
		} else {
			if (kecamatan !== '') {
				const key = letters(kecamatan);
				last = found.get(key) ?? { desa: new Map() };
				if (!found.has(key)) found.set(key, { nama: titled(kecamatan), desa: last.desa });
			}
			if (desa !== '' && !last?.desa.has(letters(desa))) last?.desa.set(letters(desa), titled(desa));
		}
	}
	if (problems.length > 0) return { ok: false, problems };
	const wilayah = [...found.values()].map(({ nama, desa }) => ({ nama, desa: [...desa.values()].sort(byName) }));
	return { ok: true, wilayah: wilayah.sort((a, b) => byName(a.nama, b.nama)) };
}

/** The list as lines that `readWilayah` reads again. */
export function wilayahText(wilayah: Wilayah): string {
	return wilayah.flatMap(({ nama, desa }) => (desa.length === 0 ? [nama] : desa.map((one) => `${nama}\t${one}`))).join('\n');
}

/** The kecamatan of this name, however it is written. */
export function kecamatanIn(wilayah: Wilayah, name: string): Kecamatan | undefined {
	return wilayah.find(({ nama }) => letters(nama) === letters(name));
}

/** A name of a table that is not in the list, with the rows that have it. */
export interface UnlistedPlace {
	field: 'kecamatan' | 'desa';
	/** Of a desa: the kecamatan as it is listed. */
	kecamatan?: string;
	given: string;
	rows: number[];
	/** What it may be instead, by name. */
	listed: readonly string[];
	/** The one of them that is written nearly so; null: none is. */
	near: string | null;
}

interface PlacedRow {
	row: number;
	kecamatan?: string | undefined;
	desa?: string | undefined;
}

/** Which kecamatan of a table are not in the list, and which desa not in that of their kecamatan. Without a list none is. */
export function unlistedPlaces(rows: readonly PlacedRow[], wilayah: Wilayah): UnlistedPlace[] {
	const found = new Map<string, UnlistedPlace>();
	const note = (row: number, place: Omit<UnlistedPlace, 'rows' | 'near'>): void => {
		const key = placeKey(place);
		const before = found.get(key);
		if (before) before.rows.push(row);
		else found.set(key, { ...place, rows: [row], near: nearName(place.given, place.listed) });
	};
	const kecamatanNames = wilayah.map(({ nama }) => nama);
	for (const { row, kecamatan, desa } of wilayah.length === 0 ? [] : rows) {
		if (kecamatan === undefined) continue;
		const listed = kecamatanIn(wilayah, kecamatan);
		if (!listed) note(row, { field: 'kecamatan', given: kecamatan, listed: kecamatanNames });
		else if (desa !== undefined && listed.desa.length > 0 && !listed.desa.some((one) => letters(one) === letters(desa)))
			note(row, { field: 'desa', kecamatan: listed.nama, given: desa, listed: listed.desa });
	}
	return [...found.values()];
}

/** One name in one place, however it is written. */
export function placeKey({ field, kecamatan, given }: Pick<UnlistedPlace, 'field' | 'kecamatan' | 'given'>): string {
	return `${field}/${letters(kecamatan ?? '')}/${letters(given)}`;
}

/** Rows with the names that somebody chose instead; chosen: by `placeKey`. What was not chosen stays as it was written. */
export function correctPlaces<Row extends PlacedRow>(rows: readonly Row[], chosen: ReadonlyMap<string, string>, wilayah: Wilayah): Row[] {
	if (chosen.size === 0) return [...rows];
	return rows.map((row) => {
		if (row.kecamatan === undefined) return row;
		const kecamatan = chosen.get(placeKey({ field: 'kecamatan', given: row.kecamatan })) ?? row.kecamatan;
		const listed = kecamatanIn(wilayah, kecamatan)?.nama;
		const desa = row.desa && listed && chosen.get(placeKey({ field: 'desa', kecamatan: listed, given: row.desa }));
		return { ...row, kecamatan, ...(desa ? { desa } : {}) };
	});
}

function isHeading(cells: readonly string[]): boolean {
	const [first = '', second] = cells;
	return /^(?:nama\s+)?kecamatan$/i.test(first) && (second === undefined || heading.test(second));
}

function byName(a: string, b: string): number {
	return a.localeCompare(b, 'id');
}
