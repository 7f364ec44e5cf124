/**
 * Totals of a living plan, kept up to date change by change: an amount moves only the sums of the rows above it, a moved or removed
 * branch only those of its own sub kegiatan. What it answers always equals `computeTotals` of the plain nodes; it never walks the
 * whole plan after the start.
 */
import * as Y from 'yjs';
import { nodesMap, type YEntity } from './renja-document.ts';
import { addAmounts, effectiveBidang, liveChain, noAmounts, ownAmounts, ownSplits, withRest } from './renja-totals-plain.ts';
import type { Amounts, NodeValue, Rupiah, TotalsValue } from './renja-types.ts';
import { readNodeMap } from './renja-value.ts';

/** Which sums moved. `total` moved whenever any of them did. */
export interface TotalsChange {
	nodes: Set<string>;
	bidang: Set<string>;
	sumberDana: Set<string>;
}

export interface LiveTotals {
	/** All sums as a plain value (walks the sums, not the document). */
	value(): TotalsValue;
	/** Sums of the subkegiatan under one node; zeros when there is none. */
	amounts(nodeId: string): Readonly<Amounts>;
	/** Unit that owns the node, or null. */
	bidangOf(nodeId: string): string | null;
	/** Called after each transaction that moved a sum, with what moved. Returns the way to stop. */
	subscribe(listener: (change: TotalsChange) => void): () => void;
	destroy(): void;
}

/** What one subkegiatan has put into the sums, kept so that the same can be taken out again. */
interface Contribution {
	own: Amounts;
	chain: string[];
	bidang: string;
	splits: Map<string, Rupiah>;
}

interface FundSum {
	jumlah: Rupiah;
	count: number;
}

export function createTotals(doc: Y.Doc): LiveTotals {
	const total: Amounts = { ...noAmounts };
	const perNode = new Map<string, Amounts>();
	const perBidang = new Map<string, Amounts>();
	const perFund = new Map<string, FundSum>();
	const nodes = new Map<string, NodeValue>();
	const children = new Map<string, Set<string>>();
	const contributions = new Map<string, Contribution>();
	const listeners = new Set<(change: TotalsChange) => void>();
	let change: TotalsChange = emptyChange();
	const find = (id: string): NodeValue | undefined => nodes.get(id);

	function put(sums: Map<string, Amounts>, key: string, own: Amounts, sign: 1 | -1): void {
		const sum = sums.get(key) ?? { ...noAmounts };
		addAmounts(sum, own, sign);
		if (sum.count === 0) sums.delete(key);
		else sums.set(key, sum);
	}

	function count(contribution: Contribution, sign: 1 | -1): void {
		addAmounts(total, contribution.own, sign);
		for (const id of contribution.chain) {
			put(perNode, id, contribution.own, sign);
			change.nodes.add(id);
		}
		put(perBidang, contribution.bidang, contribution.own, sign);
		change.bidang.add(contribution.bidang);
		for (const [nama, jumlah] of contribution.splits) {
			const sum = perFund.get(nama) ?? { jumlah: 0, count: 0 };
			sum.jumlah += sign * jumlah;
			sum.count += sign;
			if (sum.count === 0) perFund.delete(nama);
			else perFund.set(nama, sum);
			change.sumberDana.add(nama);
		}
		change.sumberDana.add('');
	}

	/** Takes out what the subkegiatan had put in and puts in what it brings now. */
	function recount(id: string): void {
		const old = contributions.get(id);
		if (old) count(old, -1);
		const node = nodes.get(id);
		const chain = node?.level === 'subkegiatan' ? liveChain(node, find) : null;
		if (!node || !chain) {
			contributions.delete(id);
			return;
		}
		const fresh = { own: ownAmounts(node), chain, bidang: effectiveBidang(node, find) ?? '', splits: ownSplits(node) };
		contributions.set(id, fresh);
		count(fresh, 1);
	}

	function recountBranch(id: string): void {
		recount(id);
		children.get(id)?.forEach(recountBranch);
	}

	function link(node: NodeValue, sign: 1 | -1): void {
		if (node.parent === null) return;
		const siblings = children.get(node.parent);
		if (sign === -1) siblings?.delete(node.id);
		else if (siblings) siblings.add(node.id);
		else children.set(node.parent, new Set([node.id]));
	}

	/** Reads one node again. True when its place, mark or bidang changed, so that all under it count differently. */
	function refresh(id: string, map: unknown): boolean {
		const old = nodes.get(id);
		if (old) link(old, -1);
		if (!(map instanceof Y.Map)) {
			nodes.delete(id);
			return true;
		}
		const node = readNodeMap(id, map as YEntity);
		nodes.set(id, node);
		link(node, 1);
		return !old || old.parent !== node.parent || old.removed !== node.removed || old.bidang !== node.bidang || old.level !== node.level;
	}

	const root = nodesMap(doc);
	const observer = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
		const touched = new Set<string>();
		for (const event of events) {
			if (event.path.length > 0) touched.add(String(event.path[0]));
			else for (const key of event.keys.keys()) touched.add(key);
		}
		// All nodes are read before any is counted: a branch may hang on a node of the same transaction.
		const branches = new Set<string>();
		for (const id of touched) if (refresh(id, root.get(id))) branches.add(id);
		for (const id of touched) {
			if (branches.has(id)) recountBranch(id);
			else recount(id);
		}
		if (change.nodes.size === 0 && change.bidang.size === 0) return;
		const happened = change;
		change = emptyChange();
		for (const listener of listeners) listener(happened);
	};

	for (const [id, map] of root.entries()) refresh(id, map);
	for (const id of nodes.keys()) recount(id);
	change = emptyChange();
	root.observeDeep(observer);

	return {
		value: () => ({
			...total,
			nodes: Object.fromEntries([...perNode].map(([id, sum]) => [id, { ...sum }])),
			bidang: Object.fromEntries([...perBidang].map(([id, sum]) => [id, { ...sum }])),
			sumberDana: withRest(new Map([...perFund].map(([nama, sum]) => [nama, sum.jumlah])), total.pagu)
		}),
		amounts: (nodeId) => perNode.get(nodeId) ?? noAmounts,
		bidangOf: (nodeId) => {
			const node = nodes.get(nodeId);
			return node ? effectiveBidang(node, find) : null;
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		destroy() {
			root.unobserveDeep(observer);
			listeners.clear();
		}
	};
}

function emptyChange(): TotalsChange {
	return { nodes: new Set(), bidang: new Set(), sumberDana: new Set() };
}
