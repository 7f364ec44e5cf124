/**
 * Usulan that ask for the same thing: which belong together now, and which could. Equal are those with the same words and the same urusan;
 * near-equal those whose words are mostly the same. Nothing is put together by itself: a person says so, and can take it apart again.
 */
import { compareUsulan } from './forum-value.ts';
import type { UsulanValue } from './forum-types.ts';

/** An usulan that stands for a group, with those that stand behind it (none: it stands alone), in their order. */
export interface UsulanGroup {
	first: UsulanValue;
	others: UsulanValue[];
}

type Find = (id: string) => UsulanValue | undefined;

/** The usulan that this one stands behind, itself when behind none. Two people may have put two groups behind each other: then the smaller id stands. */
export function standsFor(usulan: UsulanValue, find: Find): UsulanValue {
	const passed = [usulan];
	for (let at = usulan; at.group !== undefined;) {
		const next = find(at.group);
		if (!next || next.removed) return at;
		const seen = passed.findIndex(({ id }) => id === next.id);
		if (seen >= 0) return passed.slice(seen).reduce((a, b) => (a.id < b.id ? a : b));
		passed.push(next);
		at = next;
	}
	return passed.at(-1) as UsulanValue;
}

/** Every usulan that is not removed, in its group; groups in the order of those that stand for them. */
export function groupsOf(usulan: Iterable<UsulanValue>): UsulanGroup[] {
	const live = [...usulan].filter(({ removed }) => !removed).sort(compareUsulan);
	const byId = new Map(live.map((one) => [one.id, one]));
	const groups = new Map<string, UsulanGroup>();
	for (const one of live) {
		const first = standsFor(one, (id) => byId.get(id));
		const group = groups.get(first.id) ?? { first, others: [] };
		groups.set(first.id, group);
		if (one !== first) group.others.push(one);
	}
	return live.flatMap(({ id }) => groups.get(id) ?? []);
}

/** What a group asks for together. */
export interface GroupSum {
	count: number;
	/** Per satuan, where all volumes of it are numbers; null: some is not. */
	volumes: { satuan: string; total: number | null }[];
	/** Whole rupiah of those that name it; absent of how many. */
	biaya: number;
	withoutBiaya: number;
	/** `Desa Tampung, Kec. Rembang`, each once. */
	places: string[];
}

export function sumOf({ first, others }: UsulanGroup): GroupSum {
	const all = [first, ...others];
	const volumes = new Map<string, number | null>();
	for (const { volume, satuan = '' } of all) {
		if (volume === undefined || volume.trim() === '') continue;
		const before = volumes.get(satuan) ?? (volumes.has(satuan) ? null : 0);
		const number = volumeNumber(volume);
		volumes.set(satuan, before === null || number === null ? null : before + number);
	}
	return {
		count: all.length,
		volumes: [...volumes].map(([satuan, total]) => ({ satuan, total })),
		biaya: all.reduce((sum, { biaya }) => sum + (biaya ?? 0), 0),
		withoutBiaya: all.filter(({ biaya }) => biaya === undefined).length,
		places: [...new Set(all.map(placeOf).filter((place) => place !== ''))]
	};
}

/** `1.250`, `12,5` and `10` as numbers; null: anything else, which is not summed. */
export function volumeNumber(volume: string): number | null {
	const text = volume.trim();
	if (!/^(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/.test(text)) return null;
	return Number(text.replaceAll('.', '').replace(',', '.'));
}

export function placeOf({ desa, kecamatan }: Pick<UsulanValue, 'desa' | 'kecamatan'>): string {
	return [desa && `Desa ${desa}`, kecamatan && `Kec. ${kecamatan}`].filter(Boolean).join(', ');
}

export interface GroupProposal {
	/** equal: the same words and urusan; near: mostly. */
	kind: 'equal' | 'near';
	/** Those that stand for themselves now and could stand together, in their order. */
	members: UsulanValue[];
}

/** Of two sets of words: shared ones by all. What counts as near-equal. */
const nearFrom = 0.6;

/** Which groups could be put together, the largest first. Of decided usulan none is proposed. */
export function proposeGroups(usulan: Iterable<UsulanValue>): GroupProposal[] {
	const open = groupsOf(usulan)
		.map(({ first }) => first)
		.filter(({ status }) => status === 'baru' || status === 'diskusi');
	const equal = [...Map.groupBy(open, (one) => `${wordsOf(one.urusan ?? '').join(' ')}\n${wordsOf(one.usulan).join(' ')}`).values()];
	const proposals = equal.filter(({ length }) => length > 1).map((members): GroupProposal => ({ kind: 'equal', members }));
	return [...proposals, ...nearGroups(equal)].sort((a, b) => b.members.length - a.members.length);
}

/** Each kind of wording once, joined to the first one that it is near to. */
function nearGroups(equal: readonly UsulanValue[][]): GroupProposal[] {
	const kinds = equal.map((members) => {
		const [first] = members as [UsulanValue];
		return { members, urusan: wordsOf(first.urusan ?? '').join(' '), words: new Set(wordsOf(first.usulan)) };
	});
	// Only those that share a word can be near: without this, thousands would be compared each with each.
	const byWord = new Map<string, number[]>();
	const groupOf = new Map<number, number>();
	kinds.forEach(({ words, urusan }, index) => {
		const candidates = new Set([...words].flatMap((word) => byWord.get(word) ?? []));
		for (const other of candidates) {
			const kind = kinds[other] as (typeof kinds)[number];
			if (kind.urusan !== urusan || likeness(words, kind.words) < nearFrom) continue;
			groupOf.set(index, other);
			break;
		}
		if (groupOf.has(index)) return;
		for (const word of words) byWord.set(word, [...(byWord.get(word) ?? []), index]);
	});
	const near = Map.groupBy(groupOf.entries(), ([, head]) => head);
	return [...near].map(([head, entries]) => ({
		kind: 'near',
		members: [head, ...entries.map(([index]) => index)].flatMap((index) => kinds[index]?.members ?? []).sort(compareUsulan)
	}));
}

/** Shared words by all words, 0 to 1. */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
	const shared = [...a].filter((word) => b.has(word)).length;
	const all = a.size + b.size - shared;
	return all === 0 ? 0 : shared / all;
}

/** Words that say nothing about what is asked for. */
const fillers = new Set(['dan', 'di', 'ke', 'dari', 'untuk', 'bagi', 'yang', 'pada', 'dengan', 'para', 'atau']);

/** Lower-case words without signs and fillers. */
export function wordsOf(text: string): string[] {
	const words =
		text
			.normalize('NFKC')
			.toLowerCase()
			.match(/[\p{L}\p{N}]+/gu) ?? [];
	return words.filter((word) => !fillers.has(word));
}
