/**
 * What may stand where in the Y.Doc of part `discussion`: every register with a check of its value. The edit functions refuse by it in the
 * browser, the gate refuses by it on the server.
 */
import { isId, type RegisterKind } from '../renja/renja-schema.ts';
import { commentKinds } from './discussion-types.ts';

export const commentTextMax = 2_000;
/** Of one Renja, over all its rows: a bound on what a browser must hold. */
export const commentsMax = 10_000;

const registers: Record<string, { check: (value: unknown) => boolean; optional: boolean; constant: boolean }> = {
	author: { check: isId, optional: false, constant: true },
	node: { check: (value) => value === null || isId(value), optional: false, constant: true },
	field: { check: (value) => typeof value === 'string' && /^[A-Za-z]{1,40}$/.test(value), optional: true, constant: true },
	line: { check: isId, optional: true, constant: true },
	kind: { check: (value) => commentKinds.some((kind) => kind === value), optional: false, constant: true },
	thread: { check: isId, optional: true, constant: true },
	text: { check: isCommentText, optional: false, constant: false },
	settled: { check: (value) => value === true, optional: true, constant: false },
	removed: { check: (value) => value === true, optional: true, constant: false }
};

/** A comment comes into being with all of these that it has. */
export const commentRegisters: readonly string[] = Object.keys(registers).filter((field) => registers[field]?.constant || field === 'text');

export const requiredCommentRegisters: readonly string[] = Object.keys(registers).filter((field) => !registers[field]?.optional);

/** Something must have been said, in at most 2,000 characters, none of which Postgres cannot keep. */
export function isCommentText(value: unknown): value is string {
	if (typeof value !== 'string' || value.length > commentTextMax || value.trim() === '') return false;
	return !value.includes('\0') && value.isWellFormed();
}

/** The register at a path below the root, `[comment id, field]`, or null when none may stand there. */
export function commentRegister(path: readonly string[]): RegisterKind | null {
	const [id, field] = path;
	if (path.length !== 2 || !isId(id) || field === undefined || !Object.hasOwn(registers, field)) return null;
	return { entity: id, field, ...(registers[field] as (typeof registers)[string]) };
}
