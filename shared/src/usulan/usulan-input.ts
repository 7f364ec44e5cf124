/**
 * One usulan as it comes in through a form or an import: cleaned, and checked entry by entry. The page asks it while somebody types, the
 * server before anything is written.
 */
import { asalUsulan, type AsalUsulan } from '../forum/forum-types.ts';
import { isRupiah } from '../pagu/rupiah.ts';
import { cleanLine, cleanText, withoutTelephones } from './clean-text.ts';
import { isPlaceName } from './split-place.ts';
import type { UsulanPerson } from './usulan-candidate.ts';

export interface UsulanInput {
	asal: AsalUsulan;
	usulan: string;
	pengusulUnit?: string;
	kecamatan?: string;
	desa?: string;
	urusan?: string;
	permasalahan?: string;
	volume?: string;
	satuan?: string;
	/** Rupiah. */
	biaya?: number;
	catatan?: string;
}

export type InputField = keyof UsulanInput | keyof UsulanPerson;

/** What can be wrong with an entry: it is missing, too long, or holds what does not belong there. */
export type InputProblem = 'missing' | 'tooLong' | 'telephone' | 'notAPlace' | 'invalid';

export const inputLengthMax = {
	usulan: 1000,
	permasalahan: 4000,
	pengusulUnit: 200,
	kecamatan: 40,
	desa: 40,
	urusan: 300,
	volume: 60,
	satuan: 60,
	catatan: 1000,
	nama: 200,
	telepon: 100,
	alamat: 1000
} as const satisfies Partial<Record<InputField, number>>;

type TextField = keyof typeof inputLengthMax;
const textFields = ['usulan', 'pengusulUnit', 'kecamatan', 'desa', 'urusan', 'permasalahan', 'volume', 'satuan', 'catatan'] as const;
const personFields = ['nama', 'telepon', 'alamat'] as const;
const severalLines: readonly TextField[] = ['permasalahan', 'catatan', 'alamat'];

export type InputReading =
	{ ok: true; input: UsulanInput; person: UsulanPerson | null } | { ok: false; problems: { field: InputField; problem: InputProblem }[] };

/** given: whatever somebody sent. Entries that are left empty count as left out. */
export function readUsulanInput(given: unknown): InputReading {
	const entries = isRecord(given) ? given : {};
	const problems: { field: InputField; problem: InputProblem }[] = [];
	const read = <Field extends TextField>(from: Record<string, unknown>, fields: readonly Field[]): Partial<Record<Field, string>> => {
		const texts: Partial<Record<Field, string>> = {};
		for (const field of fields) {
			const value = from[field];
			if (value === undefined || value === null) continue;
			if (typeof value !== 'string') {
				problems.push({ field, problem: 'invalid' });
				continue;
			}
			const { text } = (severalLines.includes(field) ? cleanText : cleanLine)(value);
			if (text.length > inputLengthMax[field]) problems.push({ field, problem: 'tooLong' });
			if (text !== '') texts[field] = text;
		}
		return texts;
	};
	const texts = read(entries, textFields);
	const person = read(isRecord(entries.person) ? entries.person : {}, personFields);
	const { asal, biaya } = entries;
	if (texts.usulan === undefined && !problems.some(({ field }) => field === 'usulan'))
		problems.push({ field: 'usulan', problem: 'missing' });
	if (!asalUsulan.includes(asal as AsalUsulan)) problems.push({ field: 'asal', problem: 'invalid' });
	if (biaya !== undefined && biaya !== null && !isRupiah(biaya)) problems.push({ field: 'biaya', problem: 'invalid' });
	for (const field of ['desa', 'kecamatan'] as const) {
		const name = texts[field];
		if (name !== undefined && !isPlaceName(name)) problems.push({ field, problem: 'notAPlace' });
	}
	// Everybody at the forum reads these.
	for (const field of textFields) {
		if (withoutTelephones(texts[field] ?? '').found.length > 0) problems.push({ field, problem: 'telephone' });
	}
	if (problems.length > 0) return { ok: false, problems };
	const input = { ...texts, asal, ...(isRupiah(biaya) ? { biaya } : {}) } as UsulanInput;
	return { ok: true, input, person: Object.keys(person).length > 0 ? person : null };
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
