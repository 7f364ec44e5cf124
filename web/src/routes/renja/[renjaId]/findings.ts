/** What the workspace points at while people type: things that do not fit together, never reasons to stop anyone. */
import { formatRupiah } from '@rembug/shared/pagu/rupiah.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { liveFunds } from '#lib/grid/sumber-dana-text.ts';

export interface Finding {
	nodeId: string;
	/** The column of the grid to go to. */
	column: string;
	text: string;
}

export function rowName(node: NodeValue): string {
	return node.kode || node.uraian || 'Baris tanpa kode';
}

/** Belanja and sumber dana of one sub kegiatan against its pagu. A split that nobody has begun is no finding. */
export function amountFindings(node: NodeValue): Finding[] {
	if (node.level !== 'subkegiatan' || node.removed) return [];
	const pagu = node.pagu ?? 0;
	const findings: Finding[] = [];
	const belanja = [node.belanjaPegawai, node.belanjaBarangJasa, node.belanjaModal].filter((amount) => amount !== undefined);
	if (belanja.length > 0) {
		const sum = belanja.reduce((total, amount) => total + amount, 0);
		if (sum !== pagu) {
			const difference = `${formatRupiah(Math.abs(sum - pagu))} ${sum > pagu ? 'di atas' : 'di bawah'}`;
			findings.push({ nodeId: node.id, column: 'pagu', text: `${rowName(node)}: rincian belanja ${difference} pagu` });
		}
	}
	const split = liveFunds(node).reduce((total, fund) => total + (fund.jumlah ?? 0), 0);
	if (split > pagu) {
		findings.push({
			nodeId: node.id,
			column: 'sumberDana',
			text: `${rowName(node)}: sumber dana ${formatRupiah(split - pagu)} di atas pagu`
		});
	}
	return findings;
}
