/**
 * The gate's reading: bytes of an update + the document of the room -> which registers and sections it would touch, or why it cannot be
 * taken. Pure: it changes neither, and never trusts what an update says about itself. Whole updates are judged, never parts.
 */
import { isId, type RegisterKind } from '@rembug/shared/renja/renja-schema.ts';
import type { CloseReason } from '@rembug/shared/sync/close-codes.ts';
import { updateBytesMax, updateStructsMax } from '@rembug/shared/sync/messages.ts';
import { writeVarUint } from 'lib0/encoding';
import * as Y from 'yjs';
import type { NewValue } from './conflicts.ts';
import type { PartSchema } from './part-schema.ts';

/** A register below a root of maps (path: the keys below the root), or a section of a root of prose as a whole. */
export interface Touched {
	root: string;
	path: readonly string[];
	/** As `field_change` names it. */
	entity: string;
	field: string;
	/** What it would be set to, where the schema asks for it. */
	newValues?: readonly NewValue[];
}

/** A map below a root of maps that comes into being, with what is in it or empty. */
export interface TouchedMap {
	root: string;
	path: readonly string[];
}

export type Reading =
	/**
	 * touched has one entry a register, also where no other value comes of it; maps, those that come into being; update holds nothing that the
	 * document already holds; clients made its new structs.
	 */
	| { kind: 'news'; touched: Touched[]; maps: TouchedMap[]; update: Uint8Array; clients: number[] }
	| { kind: 'nothing' }
	| { kind: 'refused'; reason: CloseReason; detail: string };

/** Longest run of clocks that one struct may take (a long deleted text is one struct). */
const structLengthMax = 1_000_000;

type Struct = Y.Item | Y.GC;
type YType = Y.AbstractType<unknown>;

/** Where an item stands: in a map under a key, or in a list (key null). 'gone': its parent is no more, so Yjs drops the item. */
type Place = 'gone' | { parent: YType; root: string; path: readonly string[]; key: string | null };

interface Range {
	clock: number;
	end: number;
}

/** Why an update is not taken; thrown by the rules of a part too. */
export class Refusal extends Error {
	readonly reason: CloseReason;
	constructor(reason: CloseReason, detail: string) {
		super(detail);
		this.reason = reason;
	}
}

/** Reads an update against the document it is meant for, which must hold its roots as their types (see `openRoots`). */
export function readUpdate(schema: PartSchema, doc: Y.Doc, bytes: Uint8Array): Reading {
	try {
		return read(schema, doc, bytes);
	} catch (error) {
		if (error instanceof Refusal) return { kind: 'refused', reason: error.reason, detail: error.message };
		throw error;
	}
}

/** Gives the roots their types, so that items can be told apart by the type they stand in. To be called once on every new document. */
export function openRoots(schema: PartSchema, doc: Y.Doc): Y.Doc {
	for (const root of Object.keys(schema.roots)) doc.getMap(root);
	return doc;
}

function read(schema: PartSchema, doc: Y.Doc, bytes: Uint8Array): Reading {
	if (bytes.length > updateBytesMax) throw new Refusal('oversize', `${bytes.length} bytes`);
	const update = new Incoming(schema, doc, bytes);
	const deletions = update.newDeletions();
	if (update.newStructs === 0 && deletions.length === 0) return { kind: 'nothing' };

	const judged = new Judgement(schema, doc, update);
	for (const item of update.newItems) judged.item(item);
	for (const item of deletions) judged.deletion(item);
	judged.filled();
	judged.noteNewValues();
	schema.judge(judged);
	const [touched, maps] = [[...judged.touched.values()], [...judged.maps.values()]];
	return { kind: 'news', touched, maps, update: update.news(), clients: update.newClients() };
}

function decode(bytes: Uint8Array): ReturnType<typeof Y.decodeUpdate> {
	try {
		return Y.decodeUpdate(bytes);
	} catch {
		throw new Refusal('malformed', 'update cannot be decoded');
	}
}

/** The update beside the document: what of it is new, and what its references mean. */
class Incoming {
	readonly #schema: PartSchema;
	readonly #doc: Y.Doc;
	readonly #structs = new Map<number, Struct[]>();
	/** First clock that the document does not hold, of each client in the update. */
	readonly #known = new Map<number, number>();
	readonly #deleted = new Map<number, Range[]>();
	readonly #places = new Map<Y.Item, Place>();
	readonly newItems: Y.Item[] = [];
	newStructs = 0;
	readonly #bytes: Uint8Array;
	/** What it deletes that is not deleted yet, in ranges; and whether it deletes anything that is. */
	readonly #newRanges = new Map<number, Range[]>();
	#deletesKnown = false;

	constructor(schema: PartSchema, doc: Y.Doc, bytes: Uint8Array) {
		this.#schema = schema;
		this.#doc = doc;
		const { structs, ds } = decode(bytes);
		if (structs.length > updateStructsMax) throw new Refusal('oversize', `${structs.length} structs`);
		this.#sort(structs);
		for (const [client, ranges] of ds.clients) this.#deleted.set(client, normalRanges(ranges));
		this.#placeInOrder();
		this.#bytes = bytes;
	}

	/** Nothing known is in it, and each client once, so that Yjs reads it as we did: the ordinary edit need not be written anew. */
	#isAllNew(): boolean {
		const { size } = this.#structs;
		if (this.#deletesKnown) return false;
		// Its first byte is the number of runs, as long as they are few.
		return size < 128 && this.#bytes[0] === size && [...this.#structs].every(([client, [first]]) => first?.id.clock === this.known(client));
	}

	/** Runs of structs by client, gapless, each client once: anything else Yjs would keep waiting, or read in another way than we do. */
	#sort(structs: readonly (Y.Item | Y.GC | Y.Skip)[]): void {
		let previous = -1;
		for (const struct of structs) {
			const { client, clock } = struct.id;
			if (struct instanceof Y.Skip) throw new Refusal('gap', `clock ${clock} of ${client} is left out`);
			if (!(struct.length > 0 && struct.length <= structLengthMax)) throw new Refusal('malformed', `struct of length ${struct.length}`);
			const run = this.#structs.get(client);
			if (run) {
				const last = run.at(-1) as Struct;
				if (previous !== client || last.id.clock + last.length !== clock)
					throw new Refusal('malformed', `clock ${clock} of ${client} is out of order`);
				run.push(struct);
			} else {
				const known = Y.getState(this.#doc.store, client);
				if (clock > known) throw new Refusal('gap', `clocks ${known} to ${clock} of ${client} are missing`);
				this.#structs.set(client, [struct]);
				this.#known.set(client, known);
			}
			previous = client;
		}
	}

	known(client: number): number {
		const known = this.#known.get(client) ?? Y.getState(this.#doc.store, client);
		this.#known.set(client, known);
		return known;
	}

	/** The clock after the last one of this client that document and update hold together. */
	#end(client: number): number {
		const last = this.#structs.get(client)?.at(-1);
		return Math.max(this.known(client), last ? last.id.clock + last.length : 0);
	}

	/** The struct that holds this id, in the document or in the update. */
	find(id: Y.ID): Struct {
		if (id.clock < this.known(id.client)) return Y.getItem(this.#doc.store, id) as Struct;
		const run = this.#structs.get(id.client) ?? [];
		let low = 0;
		let high = run.length - 1;
		while (low <= high) {
			const middle = (low + high) >> 1;
			const struct = run[middle] as Struct;
			if (id.clock < struct.id.clock) high = middle - 1;
			else if (id.clock >= struct.id.clock + struct.length) low = middle + 1;
			else return struct;
		}
		throw new Refusal('gap', `${id.client}:${id.clock} is not known`);
	}

	/** Places the new items, each after those it refers to; refuses when there is no such order. */
	#placeInOrder(): void {
		const runs = [...this.#structs].map(([client, run]) => ({ client, run, next: 0, placed: this.known(client) }));
		const placed = new Map(runs.map((run) => [run.client, run]));
		const isReady = (id: Y.ID | null): boolean => id === null || id.clock < (placed.get(id.client)?.placed ?? this.known(id.client));
		for (let waiting = true, moved = true; waiting; moved = false) {
			waiting = false;
			for (const run of runs) {
				for (; run.next < run.run.length; run.next++) {
					const struct = run.run[run.next] as Struct;
					const end = struct.id.clock + struct.length;
					if (end > this.known(run.client)) {
						if (struct instanceof Y.Item) {
							if (![struct.origin, struct.rightOrigin, parentId(struct)].every(isReady)) break;
							this.#places.set(struct, this.#place(struct));
							this.newItems.push(struct);
						}
						this.newStructs += 1;
						run.placed = end;
					}
					moved = true;
				}
				if (run.next < run.run.length) waiting = true;
			}
			if (waiting && !moved) throw new Refusal('gap', 'the update builds on what is not there');
		}
	}

	#place(item: Y.Item): Place {
		const known = this.known(item.id.client);
		// Of an item that the document holds in part, Yjs hangs the rest behind that part, whatever the item says.
		const origin = item.id.clock < known ? new Y.ID(item.id.client, known - 1) : item.origin;
		if (origin !== null || item.rightOrigin !== null) {
			const beside = [origin, item.rightOrigin].filter((id) => id !== null).map((id) => this.find(id));
			const [first, second] = beside.map((struct) => (struct instanceof Y.Item ? this.placeOf(struct) : 'gone'));
			if (beside.some((struct) => struct instanceof Y.GC)) return 'gone';
			if (second && !isSamePlace(first as Place, second)) throw new Refusal('malformed', 'an item between two different places');
			return first as Place;
		}
		const parent = item.parent as YType | Y.ID | string | null;
		if (typeof parent === 'string') {
			if (!Object.hasOwn(this.#schema.roots, parent)) throw new Refusal('schema', `root ${parent.slice(0, 100)}`);
			return { parent: this.#doc.getMap(parent) as YType, root: parent, path: [], key: item.parentSub };
		}
		if (!(parent instanceof Y.ID)) throw new Refusal('malformed', 'an item without a parent');
		const holder = this.find(parent);
		if (holder instanceof Y.GC || holder.content instanceof Y.ContentDeleted) return 'gone';
		if (!(holder.content instanceof Y.ContentType)) throw new Refusal('malformed', 'a parent that is no type');
		const place = this.placeOf(holder);
		if (place === 'gone') return 'gone';
		return { parent: holder.content.type as YType, root: place.root, path: [...place.path, place.key ?? ''], key: item.parentSub };
	}

	/** Where an item of the update or of the document stands. */
	placeOf(item: Y.Item): Place {
		const place = this.#places.get(item);
		if (place) return place;
		const parent = item.parent as YType | null;
		if (parent === null) return 'gone';
		const path: string[] = [];
		let type = parent;
		while (type._item !== null) {
			path.unshift(type._item.parentSub ?? '');
			type = type._item.parent as YType;
		}
		const root = Object.keys(this.#schema.roots).find((name) => this.#doc.share.get(name) === (type as unknown));
		return root ? { parent, root, path, key: item.parentSub } : 'gone';
	}

	isDeleted(item: Y.Item): boolean {
		return this.#deleted.get(item.id.client)?.some(({ clock, end }) => clock <= item.id.clock && item.id.clock < end) ?? false;
	}

	/** Live items of the document that the update deletes, wholly or in part. */
	newDeletions(): Y.Item[] {
		const found: Y.Item[] = [];
		for (const [client, ranges] of this.#deleted) {
			const known = this.known(client);
			const structs = this.#doc.store.clients.get(client) ?? [];
			for (const { clock, end } of ranges) {
				if (end > this.#end(client)) throw new Refusal('gap', `deletion of ${client}:${end - 1}, which is not known`);
				if (end > known) this.#deletesNew(client, Math.max(clock, known), end);
				if (clock >= known) continue;
				for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
					const struct = structs[index] as Struct;
					if (struct.id.clock >= end) break;
					if (struct instanceof Y.Item && !struct.deleted) {
						found.push(struct);
						this.#deletesNew(client, Math.max(clock, struct.id.clock), Math.min(end, struct.id.clock + struct.length));
					} else this.#deletesKnown = true;
				}
			}
		}
		return found;
	}

	#deletesNew(client: number, clock: number, end: number): void {
		const ranges = this.#newRanges.get(client);
		if (ranges) ranges.push({ clock, end });
		else this.#newRanges.set(client, [{ clock, end }]);
	}

	/**
	 * The update without what the document holds, structs and deletions: what is applied, stored and shown is what was judged. To be asked
	 * after newDeletions.
	 */
	news(): Uint8Array {
		return this.#isAllNew() ? this.#bytes : this.#withoutKnown();
	}

	newClients(): number[] {
		return [...this.#structs].filter(([client]) => this.#end(client) > this.known(client)).map(([client]) => client);
	}

	#withoutKnown(): Uint8Array {
		const encoder = new Y.UpdateEncoderV1();
		const rest = encoder.restEncoder;
		const runs = [...this.#structs].filter(([client]) => this.#end(client) > this.known(client));
		writeVarUint(rest, runs.length);
		for (const [client, run] of runs) {
			const known = this.known(client);
			const first = run.findIndex(({ id, length }) => id.clock + length > known);
			writeVarUint(rest, run.length - first);
			encoder.writeClient(client);
			writeVarUint(rest, known);
			// Of a struct that is known in part only the rest is written.
			for (const struct of run.slice(first)) struct.write(encoder, Math.max(0, known - struct.id.clock));
		}
		writeVarUint(rest, this.#newRanges.size);
		for (const [client, ranges] of this.#newRanges) {
			encoder.resetDsCurVal();
			writeVarUint(rest, client);
			writeVarUint(rest, ranges.length);
			for (const { clock, end } of ranges) {
				encoder.writeDsClock(clock);
				encoder.writeDsLen(end - clock);
			}
		}
		return encoder.toUint8Array();
	}
}

/** What the changes mean for the document. */
class Judgement {
	readonly #schema: PartSchema;
	readonly doc: Y.Doc;
	readonly #update: Incoming;
	readonly touched = new Map<string, Touched>();
	/** Maps that come into being, by place, also where one is already. */
	readonly maps = new Map<string, TouchedMap>();
	/** Maps and sections that come into being, by place. */
	readonly created = new Map<string, { root: string; path: readonly string[] }>();
	/** New items of registers that must never be without a value, or never get another one, by place. */
	readonly #held = new Map<string, { root: string; path: readonly string[]; kind: RegisterKind; items: Y.Item[] }>();
	readonly #overwritten = new Set<Y.Item>();
	/** New items of registers whose new values are asked for, by place. */
	readonly #values = new Map<string, Y.Item[]>();

	constructor(schema: PartSchema, doc: Y.Doc, update: Incoming) {
		this.#schema = schema;
		this.doc = doc;
		this.#update = update;
	}

	item(item: Y.Item): void {
		const place = this.#update.placeOf(item);
		if (place === 'gone') return;
		if (this.#schema.roots[place.root] === 'prose') this.#prose(item, place.root, place.path, place.key);
		else if (place.key === null) throw new Refusal('schema', `a list in ${place.root}/${place.path.join('/')}`);
		// No Yjs client puts a value before another one of the same key; it would be lost from the start.
		else if (item.rightOrigin !== null)
			throw new Refusal('schema', `a value before another in ${place.root}/${place.path.join('/')}/${place.key}`);
		else this.#mapItem(item, place.root, [...place.path, place.key]);
	}

	#prose(item: Y.Item, root: string, path: readonly string[], key: string | null): void {
		const { content } = item;
		const [section] = path;
		if (section !== undefined) {
			const fits =
				content instanceof Y.ContentString ||
				content instanceof Y.ContentFormat ||
				content instanceof Y.ContentDeleted ||
				(content instanceof Y.ContentType && isXml(content.type)) ||
				(content instanceof Y.ContentAny && key !== null);
			if (!fits) throw new Refusal('schema', `${root}/${section}: content ${content.getRef()}`);
			this.#touch(root, [section], section, 'teks');
			return;
		}
		if (!isId(key) || !isName(key)) throw new Refusal('schema', 'a section without a name');
		if (!(content instanceof Y.ContentType && content.type instanceof Y.XmlFragment && content.type.constructor === Y.XmlFragment)) {
			throw new Refusal('schema', `${root}/${key} is no text`);
		}
		this.#create(item, root, [key]);
		this.#touch(root, [key], key, 'teks');
	}

	#mapItem(item: Y.Item, root: string, path: readonly string[]): void {
		const { content } = item;
		const at = `${root}/${path.join('/')}`;
		if (this.#schema.isEntityPath(root, path)) {
			this.maps.set(at, { root, path });
			// Also where nothing is yet: it could win against the map that somebody else makes there in ignorance of it.
			if (content instanceof Y.ContentDeleted) throw new Refusal('schema', `${at} would vanish`);
			if (!(content instanceof Y.ContentType && content.type instanceof Y.Map) || !path.every(isName))
				throw new Refusal('schema', `${at} must be a map`);
			this.#create(item, root, path);
			return;
		}
		const kind = this.#schema.registerKind(root, path);
		if (!kind || !path.every(isName)) throw new Refusal('schema', `${at} is not known`);
		if (content instanceof Y.ContentAny) {
			const value: unknown = content.arr[0];
			if (item.length !== 1 || !kind.check(value) || !isStorable(value)) throw new Refusal('schema', `${at}: value does not fit`);
		} else if (!(content instanceof Y.ContentDeleted)) throw new Refusal('schema', `${at}: content ${content.getRef()}`);
		if (item.origin !== null) this.#overwrite(item.origin);
		this.#touchRegister(root, path, kind);
		const isHeld = !kind.optional || kind.constant;
		if (isHeld || this.#schema.marksConflicts(kind.field) || this.#schema.asksValues?.(kind.field)) {
			const values = this.#values.get(at);
			if (values) values.push(item);
			else this.#values.set(at, [item]);
		}
		if (isHeld) {
			const held = this.#held.get(at);
			if (held) held.items.push(item);
			else this.#held.set(at, { root, path, kind, items: [item] });
		}
	}

	#overwrite(id: Y.ID): void {
		if (id.clock >= this.#update.known(id.client)) return;
		const item = Y.getItem(this.doc.store, id) as Struct;
		if (item instanceof Y.Item) this.#overwritten.add(item);
	}

	/**
	 * A map or section comes into being: once, at a place where none is. One put over another would take everything in it away, words
	 * included that others have seen. Who made the same section without a line is refused, as whole as he typed it: nothing is lost unseen.
	 */
	#create(item: Y.Item, root: string, path: readonly string[]): void {
		const at = `${root}/${path.join('/')}`;
		if (this.entityAt(root, path) || this.created.has(at)) throw new Refusal('schema', `${at} is there already`);
		if (this.#update.isDeleted(item)) throw new Refusal('schema', `${at} would vanish`);
		this.created.set(at, { root, path });
	}

	/** The map or section at a path below a root, as the document holds it. */
	entityAt(root: string, path: readonly string[]): YType | undefined {
		let value: unknown = this.doc.getMap(root);
		for (const key of path) value = value instanceof Y.Map ? value.get(key) : undefined;
		return value instanceof Y.AbstractType ? value : undefined;
	}

	#touch(root: string, path: readonly string[], entity: string, field: string): void {
		this.touched.set(`${root}/${path.join('/')}`, { root, path, entity, field });
	}

	#touchRegister(root: string, path: readonly string[], kind: RegisterKind): void {
		this.#touch(root, path, kind.entity, kind.field);
	}

	deletion(item: Y.Item): void {
		const place = this.#update.placeOf(item);
		if (place === 'gone') return;
		const at = `${place.root}/${place.path.join('/')}/${place.key}`;
		if (this.#schema.roots[place.root] === 'prose') {
			const [section] = place.path;
			if (section === undefined) throw new Refusal('schema', `${at} would vanish`);
			this.#touch(place.root, [section], section, 'teks');
			return;
		}
		if (this.#overwritten.has(item)) return;
		const path = [...place.path, place.key as string];
		// What is taken away is marked as such: what somebody else is just writing into a map that is gone would be lost unseen.
		if (item.content instanceof Y.ContentType) throw new Refusal('schema', `${at} would vanish`);
		const kind = this.#schema.registerKind(place.root, path);
		if (!kind?.optional || kind.constant) throw new Refusal('schema', `${at} must not be empty`);
		this.#touchRegister(place.root, path, kind);
	}

	/** What must be there is there afterwards, and what never changes is set where its map comes into being, once. */
	filled(): void {
		for (const [at, { root, path }] of this.created) {
			for (const field of this.#schema.requiredFields(root, path)) {
				if (!this.#held.has(`${at}/${field}`)) throw new Refusal('schema', `${at} without ${field}`);
			}
		}
		for (const [at, { root, path, kind, items }] of this.#held) {
			if (!kind.constant) this.#checkFilled(at, root, path, items);
			else if (!this.created.has(`${root}/${path.slice(0, -1).join('/')}`) || items.length !== 1 || !this.#lives(items[0] as Y.Item))
				throw new Refusal('schema', `${at} never changes`);
		}
	}

	/** What the update sets a register to that must never be empty or never changes: every value on the way there. */
	newValuesAt(root: string, path: readonly string[]): unknown[] {
		const items = this.#held.get(`${root}/${path.join('/')}`)?.items ?? [];
		return items.flatMap(({ content }) => (content instanceof Y.ContentAny ? [content.arr[0] as unknown] : []));
	}

	/** Those of the same kind of register at all places: path and values. */
	*heldValues(root: string, field: string): Iterable<{ path: readonly string[]; values: unknown[] }> {
		for (const held of this.#held.values()) {
			if (held.root === root && held.path.at(-1) === field) yield { path: held.path, values: this.newValuesAt(root, held.path) };
		}
	}

	/** New values that no other new value follows, each with what its writer built on. */
	noteNewValues(): void {
		for (const [at, items] of this.#values) {
			const touched = this.touched.get(at) as Touched;
			const followed = new Set(items.map(({ origin }) => origin && `${origin.client}:${origin.clock}`));
			const last = items.filter(({ lastId }) => !followed.has(`${lastId.client}:${lastId.clock}`));
			touched.newValues = last.map((item) => ({
				id: item.lastId,
				value: this.#lives(item) ? ((item.content as Y.ContentAny).arr[0] ?? null) : null,
				builtOn: this.#builtOn(item)
			}));
		}
	}

	#builtOn(item: Y.Item): Y.ID | null {
		for (let at = item; ;) {
			const known = this.#update.known(at.id.client);
			if (at.id.clock < known) return new Y.ID(at.id.client, known - 1);
			const { origin } = at;
			if (origin === null || origin.clock < this.#update.known(origin.client)) return origin;
			at = this.#update.find(origin) as Y.Item;
		}
	}

	#lives(item: Y.Item): boolean {
		return item.content instanceof Y.ContentAny && !this.#update.isDeleted(item);
	}

	/**
	 * New values of one key each follow the one before, the last one lives: then the key holds a value afterwards, whichever of it and the
	 * present one Yjs lets stand. Two tabs of one browser that worked offline side by side bring a fork: which end of it stands is tried out.
	 */
	#checkFilled(at: string, root: string, path: readonly string[], items: readonly Y.Item[]): void {
		const ends = items.filter((item) => !items.some((other) => other.origin !== null && holds(item, other.origin)));
		const isFilled = ends.length === 1 ? this.#lives(ends[0] as Y.Item) : this.#isFilledOnCopy(root, path);
		if (!isFilled) throw new Refusal('schema', `${at} must not be empty`);
	}

	#isFilledOnCopy(root: string, path: readonly string[]): boolean {
		const copy = openRoots(this.#schema, new Y.Doc());
		Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.doc));
		Y.applyUpdate(copy, this.#update.news());
		let value: unknown = copy.getMap(root);
		for (const key of path) value = value instanceof Y.Map ? value.get(key) : undefined;
		return value !== undefined;
	}
}

function parentId(item: Y.Item): Y.ID | null {
	const parent: unknown = item.parent;
	return parent instanceof Y.ID ? parent : null;
}

function isSamePlace(a: Place, b: Place): boolean {
	if (a === 'gone' || b === 'gone') return a === b;
	return a.parent === b.parent && a.key === b.key;
}

function holds(item: Y.Item, id: Y.ID): boolean {
	return item.id.client === id.client && item.id.clock <= id.clock && id.clock < item.id.clock + item.length;
}

function isXml(type: unknown): boolean {
	return type instanceof Y.XmlElement || type instanceof Y.XmlText;
}

/** Postgres keeps neither U+0000 nor half a surrogate pair; what it cannot keep in `field_change` must not be in the document. */
function isStorable(value: unknown): boolean {
	return typeof value !== 'string' || (!value.includes('\0') && value.isWellFormed());
}

/** Keys become part of `field_change` and of plain records. */
function isName(key: string): boolean {
	return isStorable(key) && key !== '__proto__';
}

/** Sorted, without overlaps: a hostile delete set may be neither. */
function normalRanges(ranges: readonly { clock: number; len: number }[]): Range[] {
	const normal: Range[] = [];
	for (const { clock, len } of [...ranges].sort((a, b) => a.clock - b.clock)) {
		if (!(len > 0)) continue;
		const last = normal.at(-1);
		if (last && clock <= last.end) last.end = Math.max(last.end, clock + len);
		else normal.push({ clock, end: clock + len });
	}
	return normal;
}
