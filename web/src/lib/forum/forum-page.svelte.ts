/** What every part of the page about usulan shares: the open forum, who may do what in it, and how an edit is made and its failure told. */
import { createContext } from 'svelte';
import type { Actor } from '@rembug/shared/access/access.ts';
import {
	forumRightProblem,
	isChair,
	isForumPlanner,
	mayVote,
	mayWriteForum,
	type ForumChange
} from '@rembug/shared/access/forum-rights.ts';
import type { Unit } from '@rembug/shared/api/api-types.ts';
import type { LinkTarget } from '@rembug/shared/api/forum-api-types.ts';
import { voteKey } from '@rembug/shared/forum/forum-document.ts';
import type { ForumEdit, UsulanChange, UsulanField, UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import { getJson } from '#lib/api/api.ts';
import { notices } from '#lib/components/notices.svelte.ts';
import { forumProblemMessage } from '#lib/errors/messages.ts';
import type { ForumSession } from '#lib/sync/forum-session.svelte.ts';

export interface ForumPage {
	readonly renjaId: string;
	readonly session: ForumSession;
	readonly user: Actor;
	readonly units: readonly Unit[];
	/** Reactive. The sub kegiatan of the plan; null for guests, who never see it. */
	readonly targets: readonly LinkTarget[] | null;
	/** Reactive. Links usulan to sub kegiatan: members, and chairs, who ask the server for their names. */
	readonly mayLink: boolean;
	/** The names, where `targets` is null. Throws an ApiFailure. */
	loadTargets(): Promise<readonly LinkTarget[]>;
	/** Reactive. Sorts, groups, assigns, and brings usulan in. */
	readonly mayPlan: boolean;
	/** Reactive. Has a voice on priorities. */
	readonly mayVote: boolean;
	/** Reactive. */
	mayChange(usulan: UsulanValue, field: UsulanField): boolean;
	/** Reactive. Its berita acara is sealed. */
	isSealed(sessionId: string): boolean;
	unitName(id: string | undefined): string;
	/** Reactive. My own voice on an usulan; 0: none. */
	ownVote(usulanId: string): number;
	/** Reactive. What all voices say, by usulan. */
	readonly voices: ReadonlyMap<string, { count: number; mean: number }>;
	/** Makes edits as one step; tells when one cannot be made. */
	edit(edits: ForumEdit | ForumEdit[]): Promise<boolean>;
	/** The same for changes of usulan; without any it does nothing. */
	change(changes: UsulanChange[]): Promise<boolean>;
}

export interface ForumPageOptions {
	session: ForumSession;
	renjaId: string;
	perangkatDaerahId: string;
	user: Actor;
	units: () => readonly Unit[];
	targets: (() => readonly LinkTarget[]) | null;
}

export function createForumPage({ session, renjaId, perangkatDaerahId, user, units, targets }: ForumPageOptions): ForumPage {
	const forum = { renjaId, perangkatDaerahId };
	const context = {
		...forum,
		usulanBefore: (id: string) => session.usulan.get(id),
		usulanAfter: (id: string) => session.usulan.get(id),
		sessionBefore: (id: string) => session.sessions.get(id),
		isOnAgenda: (id: string) =>
			[...session.sessions.values()].some(({ removed, agenda }) => !removed && agenda.some(({ usulan }) => usulan === id)),
		isSealed: (id: string) => session.sealedSessions.includes(id),
		sessionOfAttendance: (id: string) => session.attendance.get(id)?.session
	};
	const may = (change: ForumChange): boolean => isOpen() && forumRightProblem(user, change, context) === null;
	const isOpen = (): boolean => !session.frozen && mayWriteForum(user, forum);

	const voices = $derived.by(() => {
		const sums = new Map<string, { count: number; total: number }>();
		for (const { usulan, prioritas } of session.votes.values()) {
			if (prioritas === undefined) continue;
			const sum = sums.get(usulan) ?? { count: 0, total: 0 };
			sums.set(usulan, { count: sum.count + 1, total: sum.total + prioritas });
		}
		return new Map([...sums].map(([id, { count, total }]) => [id, { count, mean: total / count }]));
	});

	async function edit(edits: ForumEdit | ForumEdit[]): Promise<boolean> {
		const answer = await session.edit(edits);
		if (!answer.ok) notices.problem(forumProblemMessage(answer.problem));
		return answer.ok;
	}

	return {
		renjaId,
		session,
		user,
		get units() {
			return units();
		},
		get targets() {
			return targets?.() ?? null;
		},
		get mayLink() {
			return targets !== null || isChair(user, forum);
		},
		loadTargets: () => getJson<LinkTarget[]>(`/api/renja/${encodeURIComponent(renjaId)}/forum/subkegiatan`),
		get mayPlan() {
			return isOpen() && isForumPlanner(user, forum);
		},
		get mayVote() {
			return isOpen() && mayVote(user, forum);
		},
		mayChange: ({ id }, field) => may({ root: 'usulan', entity: id, field }),
		isSealed: context.isSealed,
		unitName: (id) => units().find((unit) => unit.id === id)?.nama ?? '',
		ownVote: (usulanId) => session.votes.get(voteKey(usulanId, user.id))?.prioritas ?? 0,
		get voices() {
			return voices;
		},
		edit,
		change: async (changes) => changes.length === 0 || edit({ edit: 'setUsulan', args: { changes } })
	};
}

export const [getForumPage, setForumPage] = createContext<ForumPage>();
