/**
 * The attendance list of a session: people with the institution and the element (unsur) that they stand for, typed one by one or pasted out
 * of a table; and what of it everybody may read, which is how many came from where.
 */
import { cleanLine } from '../usulan/clean-text.ts';
import { lineMax } from './forum-schema.ts';

export interface Attendee {
	id: string;
	name: string;
	institution: string;
	/** '': not said. */
	position: string;
	/** Unsur: what kind of participants they stand for. */
	element: string;
}

/** People of one session. */
export const attendeesMax = 2_000;
/** Taken at once. */
export const attendeesAtOnceMax = 500;
/** Letters of each entry; institutions and elements stand in the document. */
export const attendeeTextMax = 200;

/** Usual ones; any other may be written. */
export const usualElements = [
	...['Perangkat Daerah', 'Kecamatan', 'Desa/Kelurahan', 'DPRD', 'Bappeda'],
	...['Dunia usaha', 'Akademisi', 'Organisasi masyarakat', 'Media']
] as const;

export type AttendeeProblem = 'name' | 'institution' | 'element' | 'long';

/** Texts as they are kept: one line, without anything that cannot be seen. */
export function tidyAttendee(written: Attendee): Attendee {
	const line = (text: string): string => cleanLine(text).text;
	const { id, name, institution, position, element } = written;
	return { id, name: line(name), institution: line(institution), position: line(position), element: line(element) };
}

/** What a tidy row lacks, or null. */
export function attendeeProblem({ name, institution, position, element }: Omit<Attendee, 'id'>): AttendeeProblem | null {
	if (name === '') return 'name';
	if (institution === '') return 'institution';
	if (element === '') return 'element';
	return [name, institution, position, element].some((text) => text.length > Math.min(attendeeTextMax, lineMax)) ? 'long' : null;
}

export interface PastedAttendees {
	people: Omit<Attendee, 'id'>[];
	/** row: as pasted, from 1. */
	problems: { row: number; problem: AttendeeProblem }[];
}

/** Cells in the order nama, instansi, jabatan, unsur, with or without a heading and numbers before them. Rows without unsur get this one. */
export function readPastedAttendees(rows: readonly (readonly string[])[], element: string): PastedAttendees {
	const people: PastedAttendees['people'] = [];
	const problems: PastedAttendees['problems'] = [];
	rows.forEach((cells, index) => {
		let texts = cells.map((cell) => cleanLine(cell).text);
		if (/^(no\.?|nomor|\d{1,4}[.)]?)$/i.test(texts[0] ?? '')) texts = texts.slice(1);
		const [name = '', institution = '', position = '', written = ''] = texts;
		if (texts.every((text) => text === '') || /^nama\b/i.test(name)) return;
		const person = { name, institution, position, element: written === '' ? cleanLine(element).text : written };
		const problem = attendeeProblem(person);
		if (problem) problems.push({ row: index + 1, problem });
		else people.push(person);
	});
	return { people, problems };
}

export interface AttendanceCount {
	unsur: string;
	lembaga: string;
	jumlah: number;
}

/** How many came from which institution, in the order in which the first of each came. */
export function countAttendees(people: readonly Pick<Attendee, 'institution' | 'element'>[]): AttendanceCount[] {
	const counts = new Map<string, AttendanceCount>();
	for (const { institution, element } of people) {
		const key = JSON.stringify([element, institution]);
		const count = counts.get(key) ?? { unsur: element, lembaga: institution, jumlah: 0 };
		counts.set(key, { ...count, jumlah: count.jumlah + 1 });
	}
	return [...counts.values()];
}
