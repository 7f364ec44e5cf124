import { expect, test } from 'vitest';
import type { ForumPagu } from '@rembug/shared/forum/forum-pagu.ts';
import { paguLines } from './pagu-lines.ts';

const pagu: ForumPagu = {
	units: { koperasi: { pagu: 60, limit: 100, waiting: 15 }, umkm: { pagu: 5, limit: null, waiting: 0 } },
	total: { pagu: 65, limit: 70, waiting: 15 },
	table: { subkegiatan: 'n1', unit: 'koperasi' }
};
const lines = (item: { subkegiatan?: string; unit?: string } | undefined) =>
	paguLines(item, pagu, (id) => `Bidang ${id}`).map(({ name, text }) => `${name}: ${text}`);

test('names what is left of the bidang and of the office, beyond the limit too', () => {
	expect(lines({ unit: 'koperasi' })).toEqual(['Bidang koperasi: Sisa pagu Rp 25', 'Perangkat daerah: Lebih Rp 10 dari batas']);
	expect(paguLines(undefined, pagu, String)).toMatchObject([
		{ key: 'pd', remaining: -10, about: ['batas Rp 70', 'terisi Rp 65', 'diterima forum, belum masuk Rp 15'] }
	]);
});

test('says it when no limit was set', () => {
	expect(lines({ unit: 'umkm' })[0]).toBe('Bidang umkm: Batas pagu belum ditetapkan');
	expect(lines({ unit: 'new' })[0]).toBe('Bidang new: Batas pagu belum ditetapkan');
});

test('the bidang whose sub kegiatan is linked comes before the one that was asked', () => {
	expect(lines({ subkegiatan: 'n1', unit: 'umkm' })[0]).toMatch(/^Bidang koperasi/);
	expect(lines({ subkegiatan: 'n2', unit: 'umkm' })[0]).toMatch(/^Bidang umkm/);
});
