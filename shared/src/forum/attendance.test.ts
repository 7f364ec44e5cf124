import { describe, expect, it } from 'vitest';
import { attendeeProblem, countAttendees, readPastedAttendees, tidyAttendee } from './attendance.ts';

describe('a pasted attendance list', () => {
	it('is read with and without heading and numbers, and gets an unsur where none is written', () => {
		const rows = [
			['No', 'Nama', 'Instansi', 'Jabatan', 'Unsur'],
			['1', 'Orang  Satu', 'Kecamatan Beji', 'Kasi PMD', 'Kecamatan'],
			['2.', 'Orang Dua', 'Universitas', '', ''],
			['', '', '', '', '']
		];
		const people = [
			{ name: 'Orang Satu', institution: 'Kecamatan Beji', position: 'Kasi PMD', element: 'Kecamatan' },
			{ name: 'Orang Dua', institution: 'Universitas', position: '', element: 'Akademisi' }
		];
		expect(readPastedAttendees(rows, 'Akademisi')).toEqual({ people, problems: [] });
		expect(readPastedAttendees([['Orang Dua', 'Universitas']], 'Akademisi').people).toEqual([people[1]]);
	});

	it('says in which row something is missing or too long', () => {
		const rows = [['Orang Satu'], ['', 'Desa A'], ['Orang Tiga', 'x'.repeat(201)]];
		expect(readPastedAttendees(rows, 'Kecamatan').problems).toEqual([
			{ row: 1, problem: 'institution' },
			{ row: 2, problem: 'name' },
			{ row: 3, problem: 'long' }
		]);
		expect(readPastedAttendees([['Orang Satu', 'Desa A']], ' ').problems).toEqual([{ row: 1, problem: 'element' }]);
	});
});

it('keeps nothing that cannot be seen', () => {
	const tidy = tidyAttendee({ id: '1', name: 'A\u202eB\n C', institution: '\u200b', position: '', element: 'Kecamatan' });
	expect(tidy).toMatchObject({ name: 'AB C', institution: '' });
	expect(attendeeProblem(tidy)).toBe('institution');
});

it('counts by unsur and institution, and names nobody', () => {
	const person = (institution: string, element: string) => ({ institution, element });
	const people = [person('Kecamatan Beji', 'Kecamatan'), person('Dinas', 'Perangkat Daerah'), person('Kecamatan Beji', 'Kecamatan')];
	expect(countAttendees(people)).toEqual([
		{ unsur: 'Kecamatan', lembaga: 'Kecamatan Beji', jumlah: 2 },
		{ unsur: 'Perangkat Daerah', lembaga: 'Dinas', jumlah: 1 }
	]);
});
