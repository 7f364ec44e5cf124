/** A form for one usulan: what was typed so far, and what is wrong with it before anything is sent. */
import { parseRupiah } from '@rembug/shared/pagu/rupiah.ts';
import { readUsulanInput, type InputField, type InputReading } from '@rembug/shared/usulan/usulan-input.ts';

export interface UsulanDraft {
	asal: string;
	usulan: string;
	pengusulUnit: string;
	kecamatan: string;
	desa: string;
	urusan: string;
	permasalahan: string;
	volume: string;
	satuan: string;
	biaya: string;
	nama: string;
	telepon: string;
	alamat: string;
}

/** The entries as they stand in the form. */
export const inputOrder: readonly InputField[] = [
	...(['usulan', 'permasalahan', 'volume', 'satuan', 'biaya', 'asal', 'kecamatan', 'desa', 'pengusulUnit', 'urusan'] as const),
	...(['nama', 'telepon', 'alamat'] as const)
];

export function emptyDraft(given: Partial<UsulanDraft> = {}): UsulanDraft {
	const texts = { asal: 'musrenbang_desa', usulan: '', pengusulUnit: '', kecamatan: '', desa: '', urusan: '', permasalahan: '' };
	return { ...texts, volume: '', satuan: '', biaya: '', nama: '', telepon: '', alamat: '', ...given };
}

/** What the form says, ready to be sent, or every entry that is wrong. */
export function readDraft(draft: UsulanDraft): InputReading {
	const { nama, telepon, alamat, biaya, ...entries } = draft;
	const rupiah = parseRupiah(biaya);
	const reading = readUsulanInput({
		...entries,
		desa: desaName(draft.desa),
		kecamatan: withoutWord(draft.kecamatan, /^(?:kecamatan|kec\.?)\s+/i),
		biaya: rupiah.ok ? rupiah.value : 'x',
		person: { nama, telepon, alamat }
	});
	return reading;
}

/** The name alone of what was typed as a desa or kelurahan. */
export function desaName(typed: string): string {
	return withoutWord(typed, /^(?:desa|ds\.|kelurahan|kel\.)\s+/i);
}

/** People write `Desa Suka` into an entry that is called desa. */
function withoutWord(name: string, word: RegExp): string {
	return name.trim().replace(word, '');
}

/** The first entry of the form that is wrong. */
export function firstProblem(reading: InputReading, order: readonly InputField[]): InputField | null {
	if (reading.ok) return null;
	return order.find((field) => reading.problems.some((one) => one.field === field)) ?? reading.problems[0]?.field ?? null;
}
