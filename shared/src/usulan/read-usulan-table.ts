/**
 * A table T-C.32 (usulan of the stakeholders), as it was pasted or read from a file, as candidates for the document. Two layouts: one
 * usulan a row with its columns, or usulan nested below program, kegiatan and sub kegiatan, the name of the activity standing only on the
 * first row of its places. Headings repeated after a page break and cells that go on after it are understood. It always returns,
 * whatever it is given: what cannot be read becomes a message with its row and column, and an error among them means that nothing may be imported.
 */
import { parseRupiah } from '../pagu/rupiah.ts';
import { cleanLine, withoutTelephones } from './clean-text.ts';
import { desaInText, splitPlace } from './split-place.ts';
import type { AsalUsulan } from '../forum/forum-types.ts';
import type { ColumnKind, MessageCode, RowMessage, UsulanCandidate, UsulanPerson } from './usulan-candidate.ts';
import { readUsulanInput } from './usulan-input.ts';
import { isBelowHeader, isHeaderRow, kindsFromContent, kindsFromHeader } from './usulan-columns.ts';

/** Above what one perangkat daerah gets in a year from a whole kabupaten. */
export const tableRowsMax = 5000;
export const tableColumnsMax = 60;
/** A longer cell is no cell of such a table, but a page that was read as one. */
export const cellLengthMax = 4000;
/** Usulan that come in together, all or none. */
export const importMax = 2000;
const messagesMax = 500;
const givenLengthMax = 80;

export interface TableReading {
	columns: ColumnKind[];
	/** Of each column, '' where there is none. */
	headings: string[];
	candidates: UsulanCandidate[];
	messages: RowMessage[];
}

export interface ReadingOptions {
	/** What each column holds; left out: as its heading or its content says. */
	columns?: readonly ColumnKind[] | undefined;
	/** Of usulan whose row says nothing about where they come from. */
	asal: AsalUsulan;
}

/** Cells of one usulan, those of the rows on which it goes on joined to them. */
interface Entry {
	row: number;
	cells: Partial<Record<Exclude<ColumnKind, null>, { text: string; column: number }>>;
	subkegiatan: string | null;
}

type Report = (level: RowMessage['level'], code: MessageCode, row: number, column: number | null, given?: string) => void;

export function readUsulanTable(table: readonly (readonly string[])[], options: ReadingOptions): TableReading {
	const messages: RowMessage[] = [];
	const said = new Set<string>();
	const report: Report = (level, code, row, column, given) => {
		// An error counts even when there are too many messages to show.
		if (messages.length >= messagesMax && level !== 'error') return;
		const place = `${code} ${row} ${column}`;
		if (said.has(place)) return;
		said.add(place);
		messages.push({ level, code, row, column, ...(given === undefined ? {} : { given: shortened(given) }) });
	};
	const rows = tidyRows(table, report);
	const headerIndex = rows.findIndex(isHeaderRow);
	const width = Math.min(tableColumnsMax, Math.max(0, ...rows.map((row) => row.length)));
	const header = headerIndex < 0 ? [] : (rows[headerIndex] as string[]);
	const proposed = headerIndex < 0 ? kindsFromContent(rows, width) : kindsFromHeader(header);
	const columns = Array.from({ length: width }, (_, column) =>
		options.columns ? (options.columns[column] ?? null) : (proposed[column] ?? null)
	);
	const reading = { columns, headings: columns.map((_, column) => header[column] ?? ''), candidates: [], messages };

	if (!rows.some((row) => row.some((cell) => cell !== ''))) {
		report('error', 'table.empty', 0, null);
		return reading;
	}
	if (headerIndex < 0 && !options.columns) report('warning', 'table.headerGuessed', 0, null);
	const isNested = columns.includes('rincian') && !columns.includes('usulan');
	if (!isNested && !columns.includes('usulan')) {
		report('error', 'table.noUsulanColumn', 0, null);
		return reading;
	}
	const entries = isNested ? nestedEntries(rows, columns, report) : flatEntries(rows, columns, report);
	const candidates = entries.flatMap((entry) => candidateOf(entry, options.asal, report) ?? []);
	if (candidates.length === 0 && !messages.some(({ level }) => level === 'error')) report('error', 'table.noUsulan', 0, null);
	markTwice(candidates, report);
	messages.sort((a, b) => a.row - b.row || (a.column ?? 0) - (b.column ?? 0));
	return { ...reading, candidates };
}

function shortened(text: string): string {
	return text.length > givenLengthMax ? `${text.slice(0, givenLengthMax - 1)}…` : text;
}

function tidyRows(table: readonly (readonly string[])[], report: Report): string[][] {
	if (table.length > tableRowsMax) report('error', 'table.rowsTooMany', 0, null, String(table.length));
	return table.slice(0, tableRowsMax).map((cells, index) => {
		const last = cells.findLastIndex((cell) => cell.trim() !== '');
		if (last >= tableColumnsMax) report('error', 'table.columnsTooMany', index + 1, last + 1);
		return cells.slice(0, Math.min(last + 1, tableColumnsMax)).map((cell, column) => {
			if (cell.length > cellLengthMax) report('error', 'text.tooLong', index + 1, column + 1, cell.slice(0, givenLengthMax));
			const { text, cleaned } = cleanLine(cell.slice(0, cellLengthMax));
			if (cleaned) report('warning', 'text.cleaned', index + 1, column + 1, text);
			return text;
		});
	});
}

/** Rows of content, with their number; titles, page breaks, headings and what stands below them left out. */
function* contentRows(
	rows: readonly string[][],
	columns: readonly ColumnKind[],
	report: Report
): Generator<{ row: number; cells: string[] }> {
	const headerIndex = rows.findIndex(isHeaderRow);
	for (const [index, cells] of rows.entries()) {
		if (cells.every((cell) => cell === '') || isHeaderRow(cells) || isBelowHeader(cells, columns)) continue;
		// Workbooks begin with the name of the table and of the office.
		if (index < headerIndex && cells.filter((cell) => cell !== '').length <= 2 && !isNumber(cells[columns.indexOf('no')])) {
			report(
				'note',
				'row.title',
				index + 1,
				null,
				cells.find((cell) => cell !== '')
			);
			continue;
		}
		yield { row: index + 1, cells };
	}
}

function entryOf(row: number, cells: readonly string[], columns: readonly ColumnKind[]): Entry {
	const entry: Entry = { row, cells: {}, subkegiatan: null };
	for (const [column, kind] of columns.entries()) {
		const text = cells[column] ?? '';
		if (kind !== null && text !== '') entry.cells[kind] = { text, column: column + 1 };
	}
	return entry;
}

function goOn(entry: Entry, more: Entry): void {
	for (const [kind, { text, column }] of Object.entries(more.cells) as [Exclude<ColumnKind, null>, { text: string; column: number }][]) {
		const begun = entry.cells[kind];
		entry.cells[kind] = begun ? { text: `${begun.text} ${text}`, column: begun.column } : { text, column };
	}
}

function flatEntries(rows: readonly string[][], columns: readonly ColumnKind[], report: Report): Entry[] {
	const read = [...contentRows(rows, columns, report)]
		.map(({ row, cells }) => entryOf(row, cells, columns))
		.filter(({ cells }) => Object.keys(cells).length > 0);
	const numbered = read.filter(({ cells }) => isNumber(cells.no?.text)).length;
	const isNumbered = numbered * 2 >= read.length;
	const entries: Entry[] = [];
	for (const entry of read) {
		const last = entries.at(-1);
		// A row without a number goes on with the one before, unless it has all that a usulan of its own has.
		const isOwn = entry.cells.usulan !== undefined && (!isNumbered || isNumber(entry.cells.no?.text) || entry.cells.volume !== undefined);
		if (last && !isOwn && !isNumber(entry.cells.no?.text)) {
			goOn(last, entry);
			report('note', 'row.continued', entry.row, null);
		} else entries.push(entry);
	}
	return entries;
}

function isNumber(text: string | undefined): boolean {
	return text !== undefined && /^\d{1,5}[.)]?$/.test(text);
}

const heading = /^(program|kegiatan|sub[\s-]*kegiatan)\s*(?::\s*(.*))?$/i;

function nestedEntries(rows: readonly string[][], columns: readonly ColumnKind[], report: Report): Entry[] {
	const entries: Entry[] = [];
	let awaited: 'program' | 'kegiatan' | 'subkegiatan' | null = null;
	let subkegiatan: string | null = null;
	/** Name of the activity of the rows to come, and where it stood alone. */
	let activity: { text: string; column: number; row: number; isUsed: boolean } | null = null;
	let numbers = new Set<string>();

	const closeActivity = (): void => {
		if (activity && !activity.isUsed) {
			report('warning', 'usulan.headingAlone', activity.row, activity.column, activity.text);
			entries.push({ row: activity.row, cells: { usulan: activity }, subkegiatan });
		}
		activity = null;
		numbers = new Set();
	};

	for (const { row, cells } of contentRows(rows, columns, report)) {
		const entry = entryOf(row, cells, columns);
		const { rincian, ...rest } = entry.cells;
		const label = rincian ? heading.exec(rincian.text) : null;
		const isPlaced = rest.alamat !== undefined || rest.desa !== undefined || rest.kecamatan !== undefined;
		if (rincian && label && !isPlaced) {
			closeActivity();
			awaited = (label[1] as string).toLowerCase().replace(/[\s-]/g, '') as 'program' | 'kegiatan' | 'subkegiatan';
			if (label[2]) {
				subkegiatan = awaited === 'subkegiatan' ? label[2] : null;
				awaited = null;
			}
			continue;
		}
		if (rincian && awaited && !isPlaced) {
			subkegiatan = awaited === 'subkegiatan' ? rincian.text : null;
			awaited = null;
			continue;
		}
		if (rincian) {
			closeActivity();
			activity = { text: rincian.text.replace(/^[-–—•*]\s*/, ''), column: rincian.column, row, isUsed: false };
			if (!isPlaced && rest.volume === undefined && rest.biaya === undefined) continue;
		}
		if (Object.keys(rest).length === 0) continue;
		if (!isPlaced && rest.volume === undefined && !rincian) {
			const last = entries.at(-1);
			if (last) goOn(last, { ...entry, cells: rest });
			continue;
		}
		const number = numberOf(rest.alamat?.text);
		if (number !== null && numbers.has(number)) report('warning', 'number.twice', row, rest.alamat?.column ?? null, number);
		if (number !== null) numbers.add(number);
		if (rest.alamat) rest.alamat = { ...rest.alamat, text: rest.alamat.text.replace(placeNumber, '') };
		if (activity) activity.isUsed = true;
		entries.push({
			row,
			cells: { ...rest, ...(activity ? { usulan: { text: activity.text, column: activity.column } } : {}) },
			subkegiatan
		});
	}
	closeActivity();
	return entries;
}

/** The number that a place has in the list of its activity, or the dash. */
const placeNumber = /^(?:(\d{1,3})[.)]?\s+|[-–—•]\s*)/;

function numberOf(text: string | undefined): string | null {
	return (text && placeNumber.exec(text)?.[1]) ?? null;
}

function candidateOf(entry: Entry, asalElse: AsalUsulan, report: Report): UsulanCandidate | null {
	const { row, cells } = entry;
	const person: UsulanPerson = {};
	const phones: string[] = [];
	const text = (kind: Exclude<ColumnKind, null>): string | undefined => {
		const cell = cells[kind];
		if (!cell) return undefined;
		const { text: rest, found } = withoutTelephones(cell.text);
		if (found.length > 0) report('warning', 'telephone.cut', row, cell.column);
		phones.push(...found);
		return rest === '' ? undefined : rest;
	};

	const usulan = text('usulan');
	if (usulan === undefined) {
		report('error', 'usulan.missing', row, cells.usulan?.column ?? null, Object.values(cells)[0]?.text);
		return null;
	}
	const candidate: UsulanCandidate = { row, asal: asalElse, usulan };
	const give = (values: Partial<UsulanCandidate>): void => {
		Object.assign(candidate, Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')));
	};

	const said = cells.asal ?? cells.catatan;
	const asal = said && asalOf(said.text);
	if (asal) candidate.asal = asal;
	else if (cells.asal) report('warning', 'asal.unknown', row, cells.asal.column, cells.asal.text);
	// A note that only says where it comes from is said by that.
	if (cells.catatan && (cells.asal || !asal)) give({ catatan: text('catatan') });

	if (cells.pengusul) {
		const name = text('pengusul');
		if (name !== undefined && isInstitution(name)) candidate.pengusulUnit = name;
		else if (name !== undefined) {
			person.nama = name;
			report('note', 'pengusul.person', row, cells.pengusul.column);
		}
	}

	const permasalahan = text('permasalahan');
	give(placeOf(cells, permasalahan, person, row, report));
	give({ urusan: text('urusan'), permasalahan, subkegiatan: text('subkegiatan') ?? entry.subkegiatan ?? undefined });
	give(volumeOf(cells.volume?.text, cells.satuan?.text));

	if (cells.biaya) {
		const biaya = parseRupiah(cells.biaya.text);
		if (!biaya.ok) report('error', 'biaya.invalid', row, cells.biaya.column, cells.biaya.text);
		else if (biaya.value !== null) candidate.biaya = biaya.value;
	}
	const judged = readUsulanInput(candidate);
	for (const { field, problem } of judged.ok ? [] : judged.problems) {
		const column = (cells[field as keyof typeof cells] ?? cells.alamat)?.column ?? null;
		report(
			'error',
			problem === 'tooLong' ? 'text.tooLong' : 'text.unfit',
			row,
			column,
			String(candidate[field as keyof UsulanCandidate] ?? '')
		);
	}
	const telepon = [cells.telepon?.text, ...phones].filter((one) => one !== undefined).join(', ');
	if (telepon !== '') person.telepon = telepon;
	if (Object.keys(person).length > 0) candidate.person = person;
	return candidate;
}

function placeOf(
	cells: Entry['cells'],
	permasalahan: string | undefined,
	person: UsulanPerson,
	row: number,
	report: Report
): Pick<UsulanCandidate, 'desa' | 'kecamatan'> {
	const address = cells.alamat && splitPlace(cells.alamat.text);
	const named = (cell: { text: string } | undefined, word: string): string | undefined => {
		if (!cell) return undefined;
		const place = splitPlace(/^(?:desa|kelurahan|kecamatan|ds|kel|kec)\b/i.test(cell.text) ? cell.text : `${word} ${cell.text}`);
		return (word === 'kecamatan' ? place.kecamatan : place.desa) ?? undefined;
	};
	const said = permasalahan === undefined ? null : desaInText(permasalahan);
	const desa = named(cells.desa, 'desa') ?? address?.desa ?? said ?? undefined;
	const kecamatan = named(cells.kecamatan, 'kecamatan') ?? address?.kecamatan ?? undefined;
	if (cells.alamat && address?.isFiner) {
		person.alamat = cells.alamat.text;
		report('note', 'address.cut', row, cells.alamat.column);
	}
	if (cells.alamat && address?.otherDesa && !cells.desa) report('warning', 'place.twoDesa', row, cells.alamat.column, address.otherDesa);
	if (desa !== undefined && desa === said && address?.desa !== said && !cells.desa)
		report('warning', 'place.fromProblem', row, cells.permasalahan?.column ?? null, desa);
	if (desa === undefined && kecamatan === undefined) report('warning', 'place.missing', row, (cells.alamat ?? cells.desa)?.column ?? null);
	return { ...(desa === undefined ? {} : { desa }), ...(kecamatan === undefined ? {} : { kecamatan }) };
}

/** `10 Orang`, `35%`, `1.250 meter`, or a volume and its unit in two columns. */
function volumeOf(volume: string | undefined, satuan: string | undefined): { volume?: string; satuan?: string } {
	if (volume === undefined) return satuan === undefined ? {} : { satuan };
	if (satuan !== undefined) return { volume, satuan };
	const match = /^(\d[\d.,]*(?:\s*[x×/-]\s*\d[\d.,]*)*)\s*(\S.*)$/.exec(volume);
	return match ? { volume: match[1] as string, satuan: match[2] as string } : { volume };
}

/** How the offices name where a usulan comes from. */
export function asalOf(text: string): AsalUsulan | null {
	if (/pokir|pokok[\s-]*pokok|pokok pikiran|reses|dprd/i.test(text)) return 'pokir';
	if (/lintas/i.test(text)) return 'lintas_pd';
	if (/musrenbang/i.test(text))
		return /\b(?:desa|des|kel|kelurahan|ds)\b|musrenbangdes|musrenbangkel/i.test(text) ? 'musrenbang_desa' : 'musrenbang_kecamatan';
	if (/langsung|proposal|masyarakat|surat/i.test(text)) return 'langsung';
	return null;
}

const institution =
	/\b(?:pemerintah|pemdes|pemkab|pemkot|desa|kelurahan|kecamatan|kec|kel|kantor|dinas|badan|bagian|uptd?|bpd|lpmd?|lpmk|pkk|karang taruna|bumdes|dprd|fraksi|komisi|kelompok|pokmas|poktan|gapoktan|koperasi|kud|forum|musrenbang|asosiasi|himpunan|paguyuban|yayasan|puskesmas|sekolah|sdn?|smpn?|sman?|smkn?|universitas|posyandu|rt|rw|dusun|umkm|ukm|lembaga|organisasi|komunitas|masyarakat|warga|inspektorat|sekretariat|bappeda|opd|skpd)\b/i;

/** Whether the name of a proposer is that of an institution; whatever is not known as one is treated as a person's. */
export function isInstitution(name: string): boolean {
	return institution.test(name);
}

function markTwice(candidates: readonly UsulanCandidate[], report: Report): void {
	const seen = new Map<string, number>();
	for (const candidate of candidates) {
		const key = sameUsulanKey(candidate);
		const first = seen.get(key);
		if (first === undefined) seen.set(key, candidate.row);
		else report('warning', 'row.twice', candidate.row, null, String(first));
	}
}

/** Equal for usulan that say the same about the same place; two of them are most likely one that was entered twice. */
export function sameUsulanKey(usulan: {
	usulan: string;
	permasalahan?: string | undefined;
	desa?: string | undefined;
	kecamatan?: string | undefined;
	volume?: string | undefined;
	urusan?: string | undefined;
}): string {
	const { usulan: what, permasalahan, desa, kecamatan, volume, urusan } = usulan;
	return [what, permasalahan, desa, kecamatan, volume, urusan]
		.map((part) => (part ?? '').toLowerCase().replace(/[^\p{L}\d]/gu, ''))
		.join('|');
}
