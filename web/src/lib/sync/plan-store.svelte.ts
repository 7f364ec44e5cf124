/**
 * The document as reactive values: one box a node, so that an edit repaints what reads that node and nothing else. Lists of children
 * change only when a row comes, goes or moves. Boxes outlive the Y.Doc: when it is replaced, what is equal stays as it was.
 */
import { compareOrder } from '@rembug/shared/renja/order.ts';
import { readNarrative, readSection, type ProseBlock } from '@rembug/shared/renja/prose.ts';
import { infoMap, narrativeMap, nodesMap, type YEntity } from '@rembug/shared/renja/renja-document.ts';
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import { createTotals, type LiveTotals } from '@rembug/shared/renja/renja-totals.ts';
import { noAmounts } from '@rembug/shared/renja/renja-totals-plain.ts';
import type { Amounts, InfoValue, NodeValue, TotalsValue } from '@rembug/shared/renja/renja-types.ts';
import { readInfo, readNodeMap } from '@rembug/shared/renja/renja-value.ts';
import * as Y from 'yjs';
import type { ProseBinding } from './prose-binding.ts';

const none: readonly string[] = [];

class NodeBox {
	value = $state.raw<NodeValue | undefined>();
	children = $state.raw<readonly string[]>(none);
	amounts = $state.raw<Readonly<Amounts>>(noAmounts);
	flashes = $state.raw<Readonly<Record<string, number>>>({});
}

export interface PlanStore {
	readonly info: InfoValue;
	/** Texts of the sections in which something stands. */
	readonly narrative: Readonly<Record<string, ProseBlock[]>>;
	/** The text of a section in the document on the screen, for an editor; another one whenever the document is replaced. */
	prose(section: string): ProseBinding | null;
	node(id: string): NodeValue | undefined;
	children(id: string | null): readonly string[];
	readonly removedRoots: readonly string[];
	readonly orphans: readonly string[];
	amounts(id: string): Amounts;
	readonly totals: TotalsValue;
	effectiveBidang(id: string): string | null;
	/** Usulan of the forum -> the row that has taken it over. */
	readonly takenUsulan: ReadonlyMap<string, string>;
	flash(nodeId: string, field: string): number;
	readonly lastRemoteMove: { nodeId: string; nama?: string } | null;
	/**
	 * Shows this document from now on. isRemote: whether a transaction is somebody else's doing that should be pointed out. nameOf: who
	 * writes under a client id, as far as known.
	 */
	attach(doc: Y.Doc, isRemote: (origin: unknown) => boolean, nameOf: (clientId: number) => string | undefined): void;
	detach(): void;
}

export function createPlanStore(): PlanStore {
	const boxes = new Map<string, NodeBox>();
	/** Ids of all nodes, removed ones too, by parent. */
	const idsByParent = new Map<string | null, Set<string>>();
	let info = $state.raw<InfoValue>({});
	let attached = $state.raw<Y.Doc | null>(null);
	let narrative = $state.raw<Readonly<Record<string, ProseBlock[]>>>({});
	let takenUsulan = $state.raw<ReadonlyMap<string, string>>(new Map());
	let roots = $state.raw<readonly string[]>(none);
	let removedRoots = $state.raw<readonly string[]>(none);
	let orphans = $state.raw<readonly string[]>(none);
	let totals = $state.raw<TotalsValue>({ ...noAmounts, nodes: {}, bidang: {}, sumberDana: {} });
	let lastRemoteMove = $state.raw<{ nodeId: string; nama?: string } | null>(null);
	/** Raised when a node appears: whoever asked for one that was not there is told. */
	let appeared = $state(0);
	let live: LiveTotals | null = null;
	let detach = (): void => undefined;

	// Plain reads of boxes in here happen outside of effects, so they are not tracked.
	const valueOf = (id: string): NodeValue | undefined => boxes.get(id)?.value;

	function unlink(parent: string | null, id: string): void {
		idsByParent.get(parent)?.delete(id);
	}

	function link(parent: string | null, id: string): void {
		const siblings = idsByParent.get(parent);
		if (siblings) siblings.add(id);
		else idsByParent.set(parent, new Set([id]));
	}

	/** Takes over one node as it is now. Returns the parents whose list of children may differ. */
	function refresh(id: string, map: unknown): (string | null)[] {
		const old = valueOf(id);
		const fresh = map instanceof Y.Map ? readNodeMap(id, map as YEntity) : undefined;
		if (sameJson(old, fresh)) return [];
		let box = boxes.get(id);
		if (!box) {
			box = new NodeBox();
			boxes.set(id, box);
			appeared += 1;
		}
		box.value = fresh;
		retake(id, takenInto(old), takenInto(fresh));
		if (old && fresh && old.parent === fresh.parent && old.order === fresh.order && old.removed === fresh.removed) return [];
		const touched: (string | null)[] = [];
		if (old) {
			unlink(old.parent, id);
			touched.push(old.parent);
		}
		if (fresh) {
			link(fresh.parent, id);
			touched.push(fresh.parent);
			// Its children may have been here before it.
			if (!old) touched.push(id);
		}
		return touched;
	}

	function retake(id: string, before: readonly string[], now: readonly string[]): void {
		if (sameList(before, now)) return;
		const taken = new Map(takenUsulan);
		for (const usulan of before) if (taken.get(usulan) === id) taken.delete(usulan);
		for (const usulan of now) taken.set(usulan, id);
		takenUsulan = taken;
	}

	function reorder(parents: ReadonlySet<string | null>): void {
		if (parents.size === 0) return;
		for (const parent of parents) {
			const ids = liveChildren(parent);
			if (parent === null) {
				if (!sameList(roots, ids)) roots = ids;
				continue;
			}
			const box = boxes.get(parent);
			if (box && !sameList(box.children, ids)) box.children = ids;
		}
		const trash: NodeValue[] = [];
		const lost: NodeValue[] = [];
		for (const { value } of boxes.values()) {
			if (!value) continue;
			const parent = value.parent === null ? undefined : valueOf(value.parent);
			const parentLives = value.parent === null || (parent !== undefined && !parent.removed);
			if (value.removed && (parentLives || !parent)) trash.push(value);
			if (!value.removed && !parentLives) lost.push(value);
		}
		const trashIds = inOrder(trash);
		const lostIds = inOrder(lost);
		if (!sameList(removedRoots, trashIds)) removedRoots = trashIds;
		if (!sameList(orphans, lostIds)) orphans = lostIds;
	}

	function liveChildren(parent: string | null): readonly string[] {
		const values: NodeValue[] = [];
		for (const id of idsByParent.get(parent) ?? none) {
			const value = valueOf(id);
			if (value && !value.removed) values.push(value);
		}
		return inOrder(values);
	}

	function raise(id: string, fields: Iterable<string>): void {
		const box = boxes.get(id);
		if (!box) return;
		const flashes = { ...box.flashes };
		for (const field of fields) flashes[field] = (flashes[field] ?? 0) + 1;
		box.flashes = flashes;
	}

	function pointOut(events: readonly Y.YEvent<Y.AbstractType<unknown>>[], nameOf: (clientId: number) => string | undefined): void {
		for (const event of events) {
			const [id, collection, entry] = event.path.map(String);
			const keys = [...event.keys.keys()];
			if (id === undefined) {
				for (const added of keys) raise(added, Object.keys(valueOf(added) ?? {}));
			} else if (collection === undefined) {
				raise(id, keys);
				const place = keys.find((key) => key === 'parent' || key === 'order');
				// Yjs tells who wrote a register only through the item that holds it.
				if (place) lastRemoteMove = moveBy(id, nameOf(event.target._map.get(place)?.id.client ?? 0));
			} else {
				raise(id, [collection, ...keys.map((key) => (entry === undefined ? `${collection}/${key}` : `${collection}/${entry}/${key}`))]);
			}
		}
	}

	function followTotals(doc: Y.Doc): () => void {
		const current = createTotals(doc);
		live = current;
		let scheduled = false;
		const takeAmounts = (ids: Iterable<string>): void => {
			for (const id of ids) {
				const box = boxes.get(id);
				const amounts = current.amounts(id);
				if (box && !sameJson(box.amounts, amounts)) box.amounts = { ...amounts };
			}
		};
		takeAmounts(boxes.keys());
		totals = current.value();
		const stop = current.subscribe((change) => {
			takeAmounts(change.nodes);
			if (scheduled) return;
			scheduled = true;
			nextFrame(() => {
				scheduled = false;
				if (live === current) totals = current.value();
			});
		});
		return () => {
			stop();
			current.destroy();
			if (live === current) live = null;
		};
	}

	function nodeOrAppearance(id: string): NodeBox | undefined {
		const box = boxes.get(id);
		if (!box) void appeared;
		return box;
	}

	return {
		get info() {
			return info;
		},
		get narrative() {
			return narrative;
		},
		prose(section) {
			void narrative[section];
			const fragment = attached && narrativeMap(attached).get(section);
			return fragment ? { text: fragment } : null;
		},
		node: (id) => nodeOrAppearance(id)?.value,
		children: (id) => (id === null ? roots : (nodeOrAppearance(id)?.children ?? none)),
		get removedRoots() {
			return removedRoots;
		},
		get orphans() {
			return orphans;
		},
		amounts: (id) => nodeOrAppearance(id)?.amounts ?? noAmounts,
		get totals() {
			return totals;
		},
		get takenUsulan() {
			return takenUsulan;
		},
		effectiveBidang(id) {
			// Five levels deep; the bound keeps a damaged document from hanging the page.
			let node = nodeOrAppearance(id)?.value;
			for (let step = 0; node && step < 16; step++) {
				if (node.bidang) return node.bidang;
				node = node.parent === null ? undefined : nodeOrAppearance(node.parent)?.value;
			}
			return null;
		},
		flash: (nodeId, field) => nodeOrAppearance(nodeId)?.flashes[field] ?? 0,
		get lastRemoteMove() {
			return lastRemoteMove;
		},
		attach(doc, isRemote, nameOf) {
			detach();
			const nodes = nodesMap(doc);
			const parents = new Set<string | null>();
			for (const id of new Set([...boxes.keys(), ...nodes.keys()])) refresh(id, nodes.get(id)).forEach((parent) => parents.add(parent));
			reorder(parents);
			if (!sameJson(info, readInfo(doc))) info = readInfo(doc);

			const nodesChanged = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
				const touched = new Set<string>();
				for (const event of events) {
					if (event.path.length > 0) touched.add(String(event.path[0]));
					else for (const key of event.keys.keys()) touched.add(key);
				}
				const dirty = new Set<string | null>();
				for (const id of touched) refresh(id, nodes.get(id)).forEach((parent) => dirty.add(parent));
				reorder(dirty);
				if (isRemote(transaction.origin)) pointOut(events, nameOf);
			};
			if (!sameJson(narrative, readNarrative(doc))) narrative = readNarrative(doc);
			const sections = narrativeMap(doc);
			const narrativeChanged = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
				const ids = new Set(events.flatMap((event) => (event.path.length > 0 ? [String(event.path[0])] : [...event.keys.keys()])));
				narrative = { ...narrative, ...Object.fromEntries([...ids].map((id) => [id, readSection(doc, id) ?? []])) };
			};
			const infoChanged = (): void => void (info = readInfo(doc));
			nodes.observeDeep(nodesChanged);
			infoMap(doc).observeDeep(infoChanged);
			sections.observeDeep(narrativeChanged);
			const stopTotals = followTotals(doc);
			attached = doc;
			detach = () => {
				nodes.unobserveDeep(nodesChanged);
				infoMap(doc).unobserveDeep(infoChanged);
				sections.unobserveDeep(narrativeChanged);
				stopTotals();
				attached = null;
				detach = () => undefined;
			};
		},
		detach: () => detach()
	};
}

function moveBy(nodeId: string, nama: string | undefined): { nodeId: string; nama?: string } {
	return nama === undefined ? { nodeId } : { nodeId, nama };
}

function inOrder(values: NodeValue[]): readonly string[] {
	return values.sort(compareOrder).map((value) => value.id);
}

function takenInto(node: NodeValue | undefined): readonly string[] {
	return (!node?.removed && node?.usulan) || none;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && a.every((id, index) => id === b[index]);
}

/** Many changes in one frame cost one repaint of the sums. */
function nextFrame(run: () => void): void {
	if (typeof requestAnimationFrame === 'function') requestAnimationFrame(run);
	else setTimeout(run, 16);
}
