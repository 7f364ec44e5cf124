/** An edit from the outbox in words: which row, which field, what was typed. */
import { formatRupiah } from '@rembug/shared/pagu/rupiah.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import type { OutboxEntry } from '#lib/sync/plan-session-types.ts';
import { fieldLabel } from './field-labels.ts';

const actions: Partial<Record<OutboxEntry['edit'], string>> = {
	addNode: 'Baris baru',
	moveNode: 'Memindahkan baris',
	removeNode: 'Menghapus baris',
	restoreNodes: 'Mengembalikan baris',
	addIndikator: 'Indikator baru',
	removeIndikator: 'Menghapus indikator',
	restoreIndikator: 'Mengembalikan indikator',
	addSumberDana: 'Sumber dana baru',
	removeSumberDana: 'Menghapus sumber dana',
	restoreSumberDana: 'Mengembalikan sumber dana',
	setBidang: 'Bidang',
	setPaguLimit: 'Batas pagu'
};

const hidden = ['id', 'nodeId', 'order', 'parent', 'field', 'level', 'ids', 'jenis', 'of', 'key', 'triwulan'];

function plain(value: unknown): string {
	if (value === null || value === undefined) return '(dikosongkan)';
	return typeof value === 'number' ? formatRupiah(value) : String(value);
}

export function describeEntry(entry: OutboxEntry, node: (id: string) => NodeValue | undefined): { place: string; typed: string } {
	const args = entry.args as Record<string, unknown>;
	const nodeId = String(args['nodeId'] ?? args['id'] ?? (args['ids'] as string[] | undefined)?.[0] ?? '');
	const row = node(nodeId);
	const name = row ? [row.kode, row.uraian].filter(Boolean).join(' ') : String(args['kode'] ?? '');
	const action = actions[entry.edit] ?? fieldLabel(String(args['field'] ?? ''));
	const typed = Object.entries(args)
		.filter(([key]) => !hidden.includes(key))
		.map(([, value]) => plain(value))
		.join(' · ');
	return { place: [name, action].filter(Boolean).join(' · '), typed: typed || action };
}
