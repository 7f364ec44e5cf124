/** Against tables as offices published them, where the folder with them lies beside the project. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readUsulanTable } from './read-usulan-table.ts';

const folder = resolve(import.meta.dirname, '../../../../shared/data/pastes');

interface Expected {
	usulan: string;
	volume: string;
	satuan: string;
	urusan?: string;
	permasalahan?: string;
	pengusul?: string;
	anggaran?: number | null;
	subKegiatan?: string;
	lokasi?: { desa: string | null; kecamatan: string | null };
	pasteLine: number;
}

/** What the print got wrong and the expectation mends: no reader can know. */
const misprints: Record<string, string> = { Karangmenoda: 'Karangmenggah', Tukur: 'Tutur' };
const letters = (name: string | null | undefined): string => (misprints[name ?? ''] ?? name ?? '').toLowerCase().replace(/[^a-z]/g, '');

test.skipIf(!existsSync(folder)).each(['02-mudah-kab-malang-tc32', '03-sedang-pasuruan-tc32'])(
	'%s is read as it should be (skipped where ../shared/data is missing)',
	(name) => {
		const rows = readFileSync(resolve(folder, `${name}.txt`), 'utf8')
			.split('\n')
			.map((line) => line.split('\t'));
		const expected = (JSON.parse(readFileSync(resolve(folder, `${name}.expected.json`), 'utf8')) as { rows: Expected[] }).rows;
		const { candidates, messages } = readUsulanTable(rows, { asal: 'langsung' });
		expect(messages.filter(({ level }) => level === 'error')).toEqual([]);
		expect(candidates).toHaveLength(expected.length);
		for (const [index, want] of expected.entries()) {
			const got = candidates[index] as (typeof candidates)[number];
			expect({ ...got, row: got.row }).toMatchObject({
				usulan: want.usulan,
				volume: want.volume,
				satuan: want.satuan,
				row: want.pasteLine
			});
			expect([got.urusan, got.permasalahan, got.person?.nama]).toEqual([want.urusan, want.permasalahan, want.pengusul]);
			expect(got.biaya ?? null).toBe(want.anggaran ?? null);
			expect(got.subkegiatan).toBe(want.subKegiatan);
			if (want.lokasi)
				expect([letters(got.desa), letters(got.kecamatan)]).toEqual([letters(want.lokasi.desa), letters(want.lokasi.kecamatan)]);
		}
	}
);
