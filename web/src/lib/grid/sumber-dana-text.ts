/** A split by sumber dana as one line of text, and back: `Dana Alokasi Umum: 50.000.000; Pendapatan Asli Daerah`. */
import { formatRupiah, parseRupiah, type RupiahProblem } from '@rembug/shared/pagu/rupiah.ts';
import { orderBetween } from '@rembug/shared/renja/order.ts';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import type { NodeValue, SumberDanaValue } from '@rembug/shared/renja/renja-types.ts';

export interface FundPart {
	nama: string;
	/** null: not split yet. */
	jumlah: number | null;
}

export function liveFunds(node: NodeValue): SumberDanaValue[] {
	return node.sumberDana.filter((fund) => !fund.removed);
}

export function fundsText(parts: readonly { nama?: string; jumlah?: number | null }[]): string {
	return parts.map(({ nama, jumlah }) => (typeof jumlah === 'number' ? `${nama ?? ''}: ${formatRupiah(jumlah)}` : (nama ?? ''))).join('; ');
}

export type FundsResult =
	{ ok: true; parts: FundPart[] } | { ok: false; problem: RupiahProblem | 'fund.twice' | 'fund.name'; part: string };

/** Parts stand between semicolons or line breaks; what follows the last colon is an amount when it holds a digit. */
export function parseFunds(text: string): FundsResult {
	const parts: FundPart[] = [];
	for (const piece of text.split(/[;\n]/).map((part) => part.trim())) {
		if (piece === '') continue;
		const split = /^(.*):\s*([^:]*\d[^:]*)$/.exec(piece);
		const nama = (split ? (split[1] as string) : piece.replace(/:$/, '')).trim();
		if (nama === '') return { ok: false, problem: 'fund.name', part: piece };
		if (parts.some((part) => sameName(part.nama, nama))) return { ok: false, problem: 'fund.twice', part: nama };
		const amount = parseRupiah(split?.[2] ?? '');
		if (!amount.ok) return { ok: false, problem: amount.problem, part: piece };
		parts.push({ nama, jumlah: amount.value });
	}
	return { ok: true, parts };
}

function sameName(a: string, b: string): boolean {
	return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** The edits that bring a node's split to these parts; funds are known by their name, what is not named is removed. */
export function fundEdits(node: NodeValue, parts: readonly FundPart[], newId: () => string): Edit[] {
	const edits: Edit[] = [];
	const live = liveFunds(node);
	let last = node.sumberDana.at(-1)?.order ?? null;
	for (const { nama, jumlah } of parts) {
		const present = live.find((fund) => sameName(fund.nama ?? '', nama));
		if (!present) {
			last = orderBetween(last, null);
			const args = { nodeId: node.id, id: newId(), nama, order: last };
			edits.push({ edit: 'addSumberDana', args: jumlah === null ? args : { ...args, jumlah } });
		} else {
			if (present.nama !== nama)
				edits.push({ edit: 'setSumberDana', args: { nodeId: node.id, id: present.id, field: 'nama', value: nama } });
			if ((present.jumlah ?? null) !== jumlah)
				edits.push({ edit: 'setSumberDana', args: { nodeId: node.id, id: present.id, field: 'jumlah', value: jumlah } });
		}
	}
	for (const fund of live) {
		if (!parts.some((part) => sameName(part.nama, fund.nama ?? '')))
			edits.push({ edit: 'removeSumberDana', args: { nodeId: node.id, id: fund.id } });
	}
	return edits;
}
