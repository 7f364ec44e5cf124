/** The forum as reactive values: one entry an usulan, a session, a voice and a line of attendance, replaced when it changes. */
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import { forumMap, type ForumRoot, type YEntity } from '@rembug/shared/forum/forum-document.ts';
import type { AttendanceValue, ForumSessionValue, UsulanValue, VoteValue } from '@rembug/shared/forum/forum-types.ts';
import { readAttendanceValue, readOneUsulan, readSessionValue, readVoteValue } from '@rembug/shared/forum/forum-value.ts';
import { SvelteMap } from 'svelte/reactivity';
import * as Y from 'yjs';

export interface ForumStore {
	/** Reactive, by id; removed ones included. */
	readonly usulan: ReadonlyMap<string, UsulanValue>;
	readonly sessions: ReadonlyMap<string, ForumSessionValue>;
	/** Reactive, by `<usulan>/<account>`. */
	readonly votes: ReadonlyMap<string, VoteValue>;
	readonly attendance: ReadonlyMap<string, AttendanceValue>;
	attach(doc: Y.Doc): void;
	detach(): void;
}

interface Kept<Value> {
	values: SvelteMap<string, Value>;
	/** Starts to follow the document; answers how to stop. */
	follow(doc: Y.Doc): () => void;
}

function keep<Value>(root: ForumRoot, read: (id: string, entity: YEntity) => Value | undefined): Kept<Value> {
	const values = new SvelteMap<string, Value>();

	function refresh(map: Y.Map<YEntity>, ids: Iterable<string>): void {
		for (const id of ids) {
			const held = map.get(id);
			const fresh = held instanceof Y.Map ? read(id, held) : undefined;
			if (fresh === undefined) values.delete(id);
			else if (!sameJson(values.get(id), fresh)) values.set(id, fresh);
		}
	}

	return {
		values,
		follow(doc) {
			const map = forumMap(doc, root);
			const observe = (events: readonly Y.YEvent<Y.Map<unknown>>[]): void => {
				const ids = new Set<string>();
				for (const { path, changes } of events) {
					if (path.length > 0) ids.add(String(path[0]));
					else for (const id of changes.keys.keys()) ids.add(id);
				}
				refresh(map, ids);
			};
			map.observeDeep(observe as Parameters<typeof map.observeDeep>[0]);
			refresh(map, new Set([...values.keys(), ...map.keys()]));
			return () => map.unobserveDeep(observe as Parameters<typeof map.observeDeep>[0]);
		}
	};
}

export function createForumStore(): ForumStore {
	const usulan = keep<UsulanValue>('usulan', readOneUsulan);
	const sessions = keep<ForumSessionValue>('sessions', readSessionValue);
	const votes = keep<VoteValue>('votes', readVoteValue);
	const attendance = keep<AttendanceValue>('attendance', readAttendanceValue);
	let following: (() => void)[] = [];
	const detach = (): void => {
		for (const stop of following) stop();
		following = [];
	};
	return {
		usulan: usulan.values,
		sessions: sessions.values,
		votes: votes.values,
		attendance: attendance.values,
		attach(doc) {
			detach();
			following = [usulan, sessions, votes, attendance].map((kept) => kept.follow(doc));
		},
		detach
	};
}
