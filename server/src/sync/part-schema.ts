/**
 * What the gate's reading must know of a kind of document: where what may stand, and the rules that hold beyond a single register. One
 * object for each part of a Renja; the reading itself is the same for all.
 */
import type { RegisterKind } from '@rembug/shared/renja/renja-schema.ts';
import type * as Y from 'yjs';
import type { Touched } from './read-update.ts';

export interface PartSchema {
	/** map: Y.Maps of registers and further maps. prose: sections, each a Y.XmlFragment. */
	roots: Readonly<Record<string, 'map' | 'prose'>>;
	/** The register at a path below a root of maps, or null when none may stand there. */
	registerKind(root: string, path: readonly string[]): RegisterKind | null;
	/** Whether a Y.Map, and nothing else, must stand at this path. */
	isEntityPath(root: string, path: readonly string[]): boolean;
	/** Registers without which no map at this path comes into being. */
	requiredFields(root: string, path: readonly string[]): readonly string[];
	/** Whether two values of this field that were set in ignorance of each other are both kept. */
	marksConflicts(field: string): boolean;
	/** Whether the rules or the rights ask for the new values of this field, though nothing holds them otherwise. */
	asksValues?(field: string): boolean;
	/** Throws a Refusal for what no place and no value alone can show. */
	judge(update: JudgedUpdate): void;
}

/** An update as far as it was read, beside the document as it stands. */
export interface JudgedUpdate {
	readonly doc: Y.Doc;
	readonly touched: ReadonlyMap<string, Touched>;
	/** Maps and sections that come into being, by `root/path`. */
	readonly created: ReadonlyMap<string, { root: string; path: readonly string[] }>;
	/** The map or section at a path below a root, as the document holds it. */
	entityAt(root: string, path: readonly string[]): unknown;
	/** What the update sets a register to that must never be empty or never changes: every value on the way there. */
	newValuesAt(root: string, path: readonly string[]): unknown[];
	/** Those of a field at all places. */
	heldValues(root: string, field: string): Iterable<{ path: readonly string[]; values: unknown[] }>;
}
