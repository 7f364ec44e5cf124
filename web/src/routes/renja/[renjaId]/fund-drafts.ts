/** The split by sumber dana while it is being typed, and the edits that come out of it. */
import { formatRupiah } from '@rembug/shared/pagu/rupiah.ts';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { rupiahMessages } from '#lib/errors/messages.ts';
import { parseRupiah } from '@rembug/shared/pagu/rupiah.ts';
import type { TreeSource } from '#lib/grid/grid-lines.ts';
import { fundEdits, liveFunds, type FundPart } from '#lib/grid/sumber-dana-text.ts';

export interface FundDraft {
	nama: string;
	jumlah: string;
}

export function draftsOf(node: NodeValue): FundDraft[] {
	const drafts = liveFunds(node).map(({ nama, jumlah }) => ({
		nama: nama ?? '',
		jumlah: jumlah === undefined ? '' : formatRupiah(jumlah)
	}));
	return drafts.length > 0 ? drafts : [{ nama: '', jumlah: '' }];
}

/** Empty lines mean nothing. */
export function editsOfDrafts(
	node: NodeValue,
	drafts: readonly FundDraft[],
	newId: () => string
): { ok: true; edits: Edit[] } | { ok: false; problem: string } {
	const parts: FundPart[] = [];
	for (const draft of drafts) {
		const nama = draft.nama.trim();
		const amount = parseRupiah(draft.jumlah);
		if (!amount.ok) return { ok: false, problem: `${nama || 'Sumber dana'}: ${rupiahMessages[amount.problem]}` };
		if (nama === '' && amount.value === null) continue;
		if (nama === '') return { ok: false, problem: 'Tulis nama sumber dana untuk jumlah ini.' };
		if (parts.some((part) => part.nama.toLowerCase() === nama.toLowerCase()))
			return { ok: false, problem: `Sumber dana “${nama}” disebut dua kali.` };
		parts.push({ nama, jumlah: amount.value });
	}
	return { ok: true, edits: fundEdits(node, parts, newId) };
}

/** The names used in a plan, also those without an amount, which no sum mentions. */
export function knownFunds(plan: TreeSource): string[] {
	const names = new Set<string>();
	const walk = (id: string): void => {
		const node = plan.node(id);
		if (node) for (const { nama } of liveFunds(node)) if (nama) names.add(nama);
		plan.children(id).forEach(walk);
	};
	plan.children(null).forEach(walk);
	return [...names].sort((a, b) => a.localeCompare(b, 'id'));
}
