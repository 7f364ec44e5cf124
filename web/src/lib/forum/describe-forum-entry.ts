/** An edit of the forum, from the outbox, in words. */
import type { ForumEdit, UsulanField } from '@rembug/shared/forum/forum-types.ts';
import type { OutboxEntry } from '#lib/sync/session-types.ts';
import { statusLabels } from './forum-words.ts';

export type ForumEntry = OutboxEntry<ForumEdit>;

export function isForumEntry(entry: OutboxEntry): entry is ForumEntry {
	return entry.part === 'forum';
}

const fieldLabels: Record<UsulanField, string> = {
	asal: 'Asal',
	pengusulUnit: 'Lembaga pengusul',
	kecamatan: 'Kecamatan',
	desa: 'Desa',
	urusan: 'Urusan',
	usulan: 'Usulan',
	permasalahan: 'Permasalahan',
	volume: 'Volume',
	satuan: 'Satuan',
	biaya: 'Perkiraan biaya',
	catatan: 'Catatan',
	order: 'Urutan',
	subkegiatan: 'Sub kegiatan',
	subkegiatanNama: 'Sub kegiatan',
	unit: 'Bidang yang diminta pendapat',
	opinion: 'Pendapat bidang',
	group: 'Kelompok',
	usulVolume: 'Volume yang diusulkan',
	usulLokasi: 'Lokasi yang diusulkan',
	usulPagu: 'Pagu yang diusulkan',
	removed: 'Dihapus'
};

/** row: what it is about; field: which entry; typed: what was typed. */
export function describeForumEntry(entry: ForumEntry): { row: string; field: string; typed: string; present: null } {
	const edit = { edit: entry.edit, args: entry.args } as ForumEdit;
	const words = (field: string, typed: string): ReturnType<typeof describeForumEntry> => ({
		...{ row: entry.row ?? '', field, typed, present: null }
	});
	switch (edit.edit) {
		case 'addUsulan':
			return words('Usulan baru', edit.args.usulan.map(({ usulan }) => usulan).join('\n'));
		case 'setUsulan': {
			const { changes } = edit.args;
			const fields = [...new Set(changes.map(({ field }) => fieldLabels[field]))].join(', ');
			const many = new Set(changes.map(({ id }) => id)).size;
			const values = [...new Set(changes.map(({ value }) => (value === null ? 'dikosongkan' : value === true ? 'ya' : String(value))))];
			return words(many > 1 ? `${fields} (${many} usulan)` : fields, values.join('\n'));
		}
		case 'decideUsulan': {
			const { status, alasan, ids } = edit.args;
			return words(
				ids.length > 1 ? `Keputusan (${ids.length} usulan)` : 'Keputusan',
				[statusLabels[status], alasan].filter(Boolean).join(': ')
			);
		}
		case 'setVote':
			return words('Prioritas', edit.args.prioritas === null ? 'ditarik' : String(edit.args.prioritas));
		case 'addSession':
			return words('Sesi forum baru', edit.args.judul);
		case 'setSession':
			return words('Sesi forum', String(edit.args.value ?? 'dikosongkan'));
		case 'setAgenda':
			return words('Agenda', `${edit.args.entries.length} usulan`);
		case 'addAttendance':
			return words('Daftar hadir', edit.args.lembaga);
		case 'setAttendance':
			return words('Daftar hadir', String(edit.args.value ?? 'dikosongkan'));
	}
}
