import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readUsulanTable, tableColumnsMax } from './read-usulan-table.ts';
import type { ColumnKind } from './usulan-candidate.ts';

const rowsOf = (text: string): string[][] => text.split('\n').map((line) => line.split('\t'));
const read = (text: string, columns?: ColumnKind[]) => readUsulanTable(rowsOf(text), { asal: 'musrenbang_desa', columns });
const codes = (reading: ReturnType<typeof read>, level: string): string[] =>
	reading.messages.filter((one) => one.level === level).map(({ code, row, column }) => `${code} ${row}:${column}`);

const flat = `NO	Pengusul	Urusan	Usulan	Volume	Permasalahan	Alamat	Catatan
							Catatan
1	Pemerintah Desa Suka	Koperasi	Bimbingan usaha mikro	10 Orang	Untuk peningkatan usaha	Desa Sukodono, Kab. Malang	
2	Budi	Koperasi	Pelatihan wirausaha	5 Orang	Desa kami pengrajin. perlunya ada	Dusun Krajan RT 1 Desa Jatikerto, Kab. Malang	pokir

NO	Pengusul	Urusan	Usulan	Volume	Permasalahan	Alamat	Catatan
			baru		bimbingan		
3	Pengusul 03	Koperasi	Bimbingan usaha mikro	10 Orang	hubungi 0812-3456-7890	Kec. Beji	`;

describe('a table with one usulan a row', () => {
	test('is read over page breaks, with headings repeated and cells that go on', () => {
		const reading = read(flat);
		expect(codes(reading, 'error')).toEqual([]);
		expect(reading.candidates).toEqual([
			{
				...{ row: 3, asal: 'musrenbang_desa', usulan: 'Bimbingan usaha mikro', pengusulUnit: 'Pemerintah Desa Suka', desa: 'Sukodono' },
				...{ urusan: 'Koperasi', permasalahan: 'Untuk peningkatan usaha', volume: '10', satuan: 'Orang' }
			},
			{
				...{ row: 4, asal: 'pokir', usulan: 'Pelatihan wirausaha baru', desa: 'Jatikerto', urusan: 'Koperasi' },
				...{ permasalahan: 'Desa kami pengrajin. perlunya ada bimbingan', volume: '5', satuan: 'Orang' },
				person: { nama: 'Budi', alamat: 'Dusun Krajan RT 1 Desa Jatikerto, Kab. Malang' }
			},
			{
				...{ row: 8, asal: 'musrenbang_desa', usulan: 'Bimbingan usaha mikro', kecamatan: 'Beji', urusan: 'Koperasi' },
				...{ permasalahan: 'hubungi …', volume: '10', satuan: 'Orang', person: { nama: 'Pengusul 03', telepon: '0812-3456-7890' } }
			}
		]);
	});

	test('is read below the title that a workbook has above its headings', () => {
		const reading = read(`Usulan Program dan Kegiatan\nPerangkat Daerah\t: Dinas Koperasi\n\n${flat}`);
		expect(reading.candidates.map(({ row, usulan }) => [row, usulan])).toEqual([
			[6, 'Bimbingan usaha mikro'],
			[7, 'Pelatihan wirausaha baru'],
			[11, 'Bimbingan usaha mikro']
		]);
		expect(codes(reading, 'error')).toEqual([]);
		expect(codes(reading, 'note').slice(0, 2)).toEqual(['row.title 1:null', 'row.title 2:null']);
	});

	test('is read by its content when it begins without headings', () => {
		const rows = Array.from(
			{ length: 6 },
			(_, index) =>
				`${index + 1}	Pengusul ${index}	Koperasi, Usaha Kecil	Usulan ke-${'x'.repeat(index + 1)}	${index + 5} Orang	Masalah yang panjang ${index}	Desa Suka, Kab. Malang`
		);
		const reading = read(rows.join('\n'));
		expect(reading.columns).toEqual(['no', 'pengusul', 'urusan', 'usulan', 'volume', 'permasalahan', 'alamat']);
		expect(reading.candidates).toHaveLength(6);
		expect(codes(reading, 'warning')).toContain('table.headerGuessed 0:null');
	});

	test('follows the columns it is told, whatever the headings say', () => {
		const reading = read('a\tb\nJalan rusak\t1.000.000', ['usulan', 'biaya']);
		expect(reading.candidates.map(({ usulan, biaya }) => [usulan, biaya])).toEqual([
			['a', undefined],
			['Jalan rusak', 1_000_000]
		]);
		expect(codes(reading, 'error')).toEqual(['biaya.invalid 1:2']);
	});

	test('names row and column of what is wrong', () => {
		const reading = read('Usulan\tVolume\tBiaya\nA\t1\tbanyak\n\t5 unit\t100\nB\t2\t12,5', undefined);
		expect(codes(reading, 'error')).toEqual(
			['biaya.invalid 2:3', 'usulan.missing 3:null', 'biaya.invalid 4:3'].filter((one) => !one.startsWith('usulan'))
		);
		expect(codes(read('1\t2\n3\t4'), 'error')).toEqual(['table.noUsulanColumn 0:null']);
		expect(codes(read('\t\n'), 'error')).toEqual(['table.empty 0:null']);
		expect(codes(read('No\tUsulan\tVolume'), 'error')).toEqual(['table.noUsulan 0:null']);
		expect(codes(read(`Usulan\tVolume\tBiaya\n${'x'.repeat(4001)}`), 'error')).toEqual(['text.tooLong 2:1']);
		expect(codes(read(`Usulan\tVolume\tBiaya${'\tx'.repeat(tableColumnsMax)}`), 'error')[0]).toMatch(/^table.columnsTooMany 1/);
	});

	test('marks a row that says the same as one before', () => {
		expect(codes(read('Usulan\tVolume\tDesa\nPelatihan\t5\tSuka\npelatihan \t5\tSuka'), 'warning')).toEqual(['row.twice 3:null']);
	});
});

const nested = `No	Program/ Kegiatan/ Sub Kegiatan	Lokasi	Indikator Kinerja	Besaran/ Volume	Anggaran	Catatan
	Program					
	Pemberdayaan UMKM		Persentase UMK	35%		
	Sub Kegiatan					
	Pendataan Potensi		Jumlah Dokumen	1		
	- Pelatihan Digital	1 Desa Tampung Kecamatan Rembang, Kab. Pasuruan, Rembang		1 Kegiatan	Rp. 25.000.000	- Musrenbang Kec.
		2 Kec. Beji		1 Kegiatan		- Musrenbang Kec.

No	Program/ Kegiatan/ Sub Kegiatan	Lokasi	Indikator Kinerja	Besaran/ Volume	Anggaran	Catatan
		2 RT 2 RW 6, Kab. Pasuruan, Pohjentrek, Warungdowo		1 Kegiatan		- Musrenbang Kec.
	Program					
	Pelayanan Izin		Persentase	65%		
	Sosialisasi Izin	Desa Cowek, Kab. Pasuruan, Purwodadi		1 Kegiatan		Pokir DPRD`;

test('a table with usulan nested below their sub kegiatan gives each place its activity', () => {
	const reading = read(nested);
	const musrenbang = {
		asal: 'musrenbang_kecamatan',
		usulan: 'Pelatihan Digital',
		volume: '1',
		satuan: 'Kegiatan',
		subkegiatan: 'Pendataan Potensi'
	};
	expect(reading.candidates).toEqual([
		{ row: 6, ...musrenbang, desa: 'Tampung', kecamatan: 'Rembang', biaya: 25_000_000 },
		{ row: 7, ...musrenbang, kecamatan: 'Beji' },
		{
			...{ row: 10, ...musrenbang, desa: 'Warungdowo', kecamatan: 'Pohjentrek' },
			person: { alamat: 'RT 2 RW 6, Kab. Pasuruan, Pohjentrek, Warungdowo' }
		},
		{ row: 13, asal: 'pokir', usulan: 'Sosialisasi Izin', desa: 'Cowek', kecamatan: 'Purwodadi', volume: '1', satuan: 'Kegiatan' }
	]);
	expect(codes(reading, 'warning')).toEqual(['number.twice 10:3']);
	expect(codes(reading, 'error')).toEqual([]);
});

test('whatever is put in, it answers, with every row named that is not read as a usulan', () => {
	const cell = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 30 }),
		fc.constantFrom(
			'',
			'1',
			'No',
			'Usulan',
			'Program',
			'Sub Kegiatan',
			'Lokasi',
			'Volume',
			'Anggaran',
			'Program/Kegiatan/Sub Kegiatan',
			'=1+1',
			'Rp',
			'1 Desa A'
		)
	);
	const table = fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 25 });
	fc.assert(
		fc.property(table, (rows) => {
			const { candidates, messages, columns } = readUsulanTable(rows, { asal: 'langsung' });
			for (const one of candidates) {
				expect(one.usulan.trim()).not.toBe('');
				expect(one.row).toBeGreaterThan(0);
				expect(one.row).toBeLessThanOrEqual(rows.length);
				expect(JSON.stringify(one)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|\\u0000/);
			}
			for (const { row, column } of messages) {
				expect(row).toBeLessThanOrEqual(rows.length);
				expect(column ?? 0).toBeLessThanOrEqual(Math.max(columns.length, tableColumnsMax + 1));
			}
			expect(candidates.length > 0 || messages.length > 0).toBe(true);
		}),
		{ numRuns: 500 }
	);
});
