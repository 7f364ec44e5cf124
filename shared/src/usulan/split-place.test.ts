import fc from 'fast-check';
import { expect, test } from 'vitest';
import { desaInText, splitPlace } from './split-place.ts';

test.each([
	['Desa Sukodono, Kab. Malang', 'Sukodono', null, false],
	['Balai Desa Klepu, Kab. Malang', 'Klepu', null, true],
	['desa purworejo, Kab. Malang', 'Purworejo', null, false],
	['PARANGARGO, Kab. Malang', 'Parangargo', null, false],
	['Kab. Malang', null, null, false],
	['Dusun Kalisangkrah Rt 23 Rw 05, Kab. Malang', null, null, true],
	['kantor Desa jl Raya Kedungboto Rt 02 Rw 03 Desa Kedungrejo, Kab. Malang', 'Kedungrejo', null, true],
	['Jl. Melati 92, Kab. Malang', null, null, true],
	['Desa Tampung Kecamatan Rembang, Kab. Pasuruan, Rembang', 'Tampung', 'Rembang', false],
	['Kec. Beji', null, 'Beji', false],
	['Dusun Carat RT 003 RW 003, Kab. Pasuruan, Gempol.', null, 'Gempol', true],
	['dusun krajan rt 001 rw 005, Kab. Pasuruan, Wonorejo, Karangmenggah', 'Karangmenggah', 'Wonorejo', true],
	['Desa Gendro Tukur Pasuruan, Kab. Pasuruan, Tukur, Gendro', 'Gendro', 'Tukur', true],
	['PKK/UMKM Desa Randupitu Kecamatan Gempol Kabupaten Pasuruan', 'Randupitu', 'Gempol', true],
	['DUSUN JERUK RT 01 RW 05, DESA JERUKPURUT, KECAMATAN GEMPOL, KABUPATEN PASURUAN,', 'Jerukpurut', 'Gempol', true],
	['desa luwuk kecamatan kejayan kabupaten pasuruan', 'Luwuk', 'Kejayan', false],
	['', null, null, false]
])('reads "%s" as far as desa and kecamatan', (address, desa, kecamatan, isFiner) => {
	expect(splitPlace(address)).toMatchObject({ desa, kecamatan, isFiner });
});

test('tells when an address names two desa', () => {
	expect(splitPlace('Desa Curahdukuh, Kab. Pasuruan, Kraton, Curahrejo')).toEqual({
		...{ desa: 'Curahdukuh', kecamatan: 'Kraton', isFiner: false, otherDesa: 'Curahrejo' }
	});
});

test('takes a desa out of a sentence only where it is written like a name', () => {
	expect(desaInText('hasil olahan di Desa Jeru')).toBe('Jeru');
	expect(desaInText('perekonomian di Desa Kami. lapangan kerja di desa dan kota')).toBeNull();
});

test('lets no street, number, RT/RW or dusun pass, and never fails', () => {
	const piece = fc.constantFrom(
		'Jl. Mawar 5',
		'RT 01 RW 02',
		'Dusun Krajan',
		'Gang 3',
		'Desa Suka',
		'Kec. Beji',
		'Kab. Malang',
		',',
		'No. 7',
		'x'
	);
	fc.assert(
		fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 12 })), { maxLength: 8 }), (pieces) => {
			const { desa, kecamatan } = splitPlace(pieces.join(' '));
			for (const name of [desa, kecamatan]) expect(name ?? '').not.toMatch(/\d|\b(?:jl|rt|rw|dusun|gang|no)\b/i);
		}),
		{ numRuns: 500 }
	);
});
