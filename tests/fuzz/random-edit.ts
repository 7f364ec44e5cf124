/** Edits as people make them, of every kind; wherever a value is free it is one that nobody else sets, so that its way can be followed. */
import type { Edit, IndikatorField, NodeAmountField, NodeTextField } from '@rembug/shared/renja/edit-types.ts';
import { orderBetween } from '@rembug/shared/renja/order.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import type { Random } from '../support/random.ts';

const texts: NodeTextField[] = ['uraian', 'lokasi', 'catatan', 'penanggungJawab', 'prioritas'];
const amounts: NodeAmountField[] = ['pagu', 'paguMaju', 'belanjaModal'];
const indikatorTexts: IndikatorField[] = ['tolokUkur', 'target', 'satuan'];
const rowsToMeetAt = 6;

/** nodes: of the plan as its author sees it. unique: a number that was not used before. */
export function randomEdit(random: Random, nodes: readonly NodeValue[], units: readonly string[], unique: () => number): Edit {
	const rows = nodes.filter((node) => node.level === 'subkegiatan');
	// Few rows are enough for people to meet.
	const row = random.oneOf(rows.slice(0, random.happens(0.5) ? rowsToMeetAt : rows.length));
	const parent = random.oneOf(nodes.filter((node) => node.level === 'kegiatan'));
	const order = orderBetween(row.order, null, random.next);
	const entry = <T extends { id: string }>(entries: readonly T[]): string => (entries.length > 0 ? random.oneOf(entries).id : 'tidak-ada');
	const word = `kata ${unique()}`;
	const amount = 1_000_000 + unique();
	const kinds: (() => Edit)[] = [
		() => ({ edit: 'setAmount', args: { id: row.id, field: random.oneOf(amounts), value: amount } }),
		() => ({ edit: 'setAmount', args: { id: row.id, field: 'pagu', value: amount } }),
		() => ({ edit: 'setNodeText', args: { id: row.id, field: random.oneOf(texts), value: word } }),
		() => ({ edit: 'setNodeText', args: { id: row.id, field: 'uraian', value: word } }),
		() => ({ edit: 'setNodeText', args: { id: row.id, field: 'catatan', value: null } }),
		() => ({ edit: 'addNode', args: { id: `baru-${unique()}`, level: 'subkegiatan', parent: parent.id, order, uraian: word } }),
		() => ({ edit: 'moveNode', args: { id: row.id, parent: parent.id, order } }),
		() => ({ edit: 'removeNode', args: { id: random.happens(0.2) ? parent.id : row.id } }),
		() => ({ edit: 'restoreNodes', args: { ids: [random.happens(0.3) ? parent.id : row.id] } }),
		() => ({ edit: 'addIndikator', args: { nodeId: row.id, id: `i-${unique()}`, jenis: 'keluaran', order: 'a5', tolokUkur: word } }),
		() => ({
			edit: 'setIndikator',
			args: { nodeId: row.id, id: entry(row.indikator), field: random.oneOf(indikatorTexts), value: word }
		}),
		() => ({ edit: 'removeIndikator', args: { nodeId: row.id, id: entry(row.indikator) } }),
		() => ({ edit: 'addSumberDana', args: { nodeId: row.id, id: `s-${unique()}`, nama: word, jumlah: amount, order: 'a5' } }),
		() => ({ edit: 'setSumberDana', args: { nodeId: row.id, id: entry(row.sumberDana), field: 'jumlah', value: amount } }),
		() => ({ edit: 'setTriwulan', args: { id: row.id, triwulan: random.oneOf([1, 2, 3, 4] as const), field: 'rp', value: amount } }),
		() => ({ edit: 'setInfo', args: { field: 'judul', value: word } }),
		() => ({ edit: 'setPaguLimit', args: { of: 'sumberDana', key: 'Dana Alokasi Umum', value: amount } }),
		() => ({ edit: 'setBidang', args: { id: row.id, bidang: random.oneOf([...units, null]) } })
	];
	return random.oneOf(kinds)();
}
