import { expect, test } from 'vitest';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { demoPlan } from '../demo/demo-plan.ts';
import { nomenklaturOf } from './nomenklatur.ts';

const node = (fields: Partial<NodeValue>): NodeValue => ({
	id: 'n',
	level: 'subkegiatan',
	parent: 'p',
	indikator: [],
	sumberDana: [],
	...fields
});

test('offers the name, the indikator and the satuan that the plan prints', () => {
	expect(nomenklaturOf([demoPlan.nodes]).find((entry) => entry.kode === '2.17.04.2.01.01')).toEqual({
		kode: '2.17.04.2.01.01',
		level: 'subkegiatan',
		uraian: 'Pelaksanaan Penilaian Kesehatan KSP/USP Koperasi Kewenangan Kabupaten/Kota',
		indikator: [
			{
				jenis: 'keluaran',
				tolokUkur: 'Jumlah Unit Usaha Koperasi yang telah dilakukan Penilaian Kesehatan (Unit Usaha)',
				satuan: 'Unit Usaha'
			}
		]
	});
});

test('the first plan names a kode, later ones add indikator', () => {
	const first = [node({ kode: '1', uraian: 'Satu', indikator: [{ id: 'i', jenis: 'keluaran', tolokUkur: 'Jumlah' }] })];
	const second = [
		node({
			kode: '1',
			uraian: 'Lain',
			indikator: [
				{ id: 'i', jenis: 'keluaran', tolokUkur: 'Jumlah', satuan: 'Orang' },
				{ id: 'j', jenis: 'hasil', tolokUkur: 'Persentase', satuan: '%' }
			]
		})
	];
	expect(nomenklaturOf([first, second])).toEqual([
		{
			kode: '1',
			level: 'subkegiatan',
			uraian: 'Satu',
			indikator: [
				{ jenis: 'keluaran', tolokUkur: 'Jumlah' },
				{ jenis: 'hasil', tolokUkur: 'Persentase', satuan: '%' }
			]
		}
	]);
});

test('passes over removed and half-filled rows', () => {
	expect(nomenklaturOf([[node({ kode: '1' }), node({ uraian: 'x' }), node({ kode: '2', uraian: 'y', removed: true })]])).toEqual([]);
});
