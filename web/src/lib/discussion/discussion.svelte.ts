/**
 * What people say about a Renja, as the page shows it: the comments of the document as threads, with the times and names that only the
 * server knows, and which of them are meant for whoever sits here.
 */
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { CommentFacts, CommentsAnswer, DiscussionPerson } from '@rembug/shared/api/discussion-types.ts';
import type { Unit } from '@rembug/shared/api/api-types.ts';
import type { CommentPlace, CommentValue } from '@rembug/shared/discussion/discussion-types.ts';
import { mentionsMe, type Mention } from '@rembug/shared/discussion/mentions.ts';
import { getJson, sendJson } from '#lib/api/api.ts';
import type { DiscussionSession } from '#lib/sync/discussion-session.svelte.ts';
import { threadsOf, type Thread } from './threads.ts';

export interface Discussion {
	readonly session: DiscussionSession;
	/** Reactive; the one that was written in last comes first. Threads of which everything was removed are left out. */
	readonly threads: readonly Thread[];
	/** Reactive; those of a row and its cells. */
	threadsAt(nodeId: string): readonly Thread[];
	/** Reactive; how many of a place are open. Without a field: of the row as a whole, its cells included. */
	openAt(place: CommentPlace): number;
	/** Reactive; how many are open in all. */
	readonly open: number;
	/** Reactive; threads in which I am mentioned. */
	readonly mentions: readonly Thread[];
	/** Reactive; mentions of me that I have not seen. */
	readonly unread: number;
	isUnread(comment: CommentValue): boolean;
	/** Reactive; undefined until the server has it. */
	facts(id: string): CommentFacts | undefined;
	/** Reactive; who may be mentioned now. */
	readonly people: readonly DiscussionPerson[];
	person(id: string): DiscussionPerson | undefined;
	/** Reactive; undefined for whoever is not known here. */
	nameOf(mention: Mention): string | undefined;
	/** Says that all mentions of me are seen. */
	markRead(): void;
}

export interface DiscussionOptions {
	session: DiscussionSession;
	renjaId: string;
	user: { id: string; unitIds: readonly string[] };
	units: () => readonly Unit[];
}

/** Several changes in a row are asked about once; not everybody asks at the same moment. */
const askAfterMs = { least: 150, spread: 350 };
const askAgainMs = 10_000;
const none: readonly Thread[] = [];

/** Has effects: to be called while a component is set up. */
export function createDiscussion({ session, renjaId, user, units }: DiscussionOptions): Discussion {
	const path = `/api/renja/${encodeURIComponent(renjaId)}/comments`;
	const facts = new SvelteMap<string, CommentFacts>();
	const people = new SvelteMap<string, DiscussionPerson>();
	let readSeq = $state(Infinity);
	let knownSeq = 0;
	let retry = $state(0);
	let asking: Promise<void> | null = null;

	const threads = $derived(threadsOf(session.comments.values(), (id) => facts.get(id)?.at));
	const byNode = $derived(Map.groupBy(threads, ({ first }) => first.node));
	const isMine = (comment: CommentValue): boolean => !comment.removed && comment.author !== user.id && mentionsMe(comment.text, user);
	const mentions = $derived(threads.filter(({ first, answers }) => [first, ...answers].some(isMine)));
	const isUnread = (comment: CommentValue): boolean => isMine(comment) && (facts.get(comment.id)?.textSeq ?? 0) > readSeq;
	const unread = $derived([...session.comments.values()].filter(isUnread).length);

	async function ask(): Promise<void> {
		try {
			const answer = await getJson<CommentsAnswer>(`${path}?after=${knownSeq}`);
			for (const fact of answer.facts) {
				facts.set(fact.id, fact);
				knownSeq = Math.max(knownSeq, fact.seq);
			}
			for (const person of answer.people) people.set(person.id, person);
			readSeq = readSeq === Infinity ? answer.readSeq : Math.max(readSeq, answer.readSeq);
		} catch {
			// The comments themselves are there; only when they were written is not known yet.
			setTimeout(() => (retry += 1), askAgainMs);
		}
	}

	// Whatever the document brings, and whatever of mine is confirmed, the server knows more about.
	$effect(() => {
		void [session.changes, session.unsent.length, retry];
		if (!session.online) return;
		const timer = setTimeout(
			() => {
				asking = (asking ?? Promise.resolve()).then(ask);
			},
			askAfterMs.least + Math.random() * askAfterMs.spread
		);
		return () => clearTimeout(timer);
	});

	return {
		session,
		get threads() {
			return threads;
		},
		threadsAt: (nodeId) => byNode.get(nodeId) ?? none,
		openAt({ node, field, line }) {
			const here = byNode.get(node) ?? none;
			return here.filter(({ first }) => !first.settled && (!field || (first.field === field && first.line === line))).length;
		},
		get open() {
			return threads.filter(({ first }) => !first.settled).length;
		},
		get mentions() {
			return mentions;
		},
		get unread() {
			return unread;
		},
		isUnread,
		facts: (id) => facts.get(id),
		get people() {
			return [...people.values()].filter((person) => person.isHere);
		},
		person: (id) => people.get(id),
		nameOf: ({ of, id }) => (of === 'akun' ? people.get(id)?.nama : units().find((unit) => unit.id === id)?.nama),
		markRead() {
			const seq = Math.max(
				0,
				...mentions.flatMap(({ first, answers }) => [first, ...answers].map(({ id }) => facts.get(id)?.textSeq ?? 0))
			);
			if (untrack(() => readSeq) >= seq) return;
			readSeq = seq;
			// Failing that the mark stays on the server and comes back with the next visit.
			sendJson('POST', `${path}/read`, { seq }).catch(() => undefined);
		}
	};
}
