/** Where an edit is, kept with it in the outbox: the row may have another name, or be gone, when its author reads it again. */
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { collectionMap, nodeMap } from '@rembug/shared/renja/renja-document.ts';
import type * as Y from 'yjs';
import { registerOf } from './conflict-edit.ts';

/** Kode and uraian of the row, and what names the entry inside it (indikator, sumber dana), as they are now. Absent: not known. */
export function namesAt(doc: Y.Doc, edit: Edit): { row?: string; line?: string } {
	if (edit.edit === 'addNode') return named('row', joined(edit.args.kode, edit.args.uraian));
	const id = nodeOf(edit);
	const node = id === null ? undefined : nodeMap(doc, id);
	return { ...named('row', joined(node?.get('kode'), node?.get('uraian'))), ...named('line', lineAt(node, edit)) };
}

function lineAt(node: ReturnType<typeof nodeMap>, edit: Edit): string {
	if (edit.edit === 'addIndikator') return joined(edit.args.tolokUkur);
	if (edit.edit === 'addSumberDana') return edit.args.nama;
	if (!node || !('nodeId' in edit.args)) return '';
	const isFund = edit.edit.endsWith('SumberDana');
	const entry = collectionMap(node, isFund ? 'sumberDana' : 'indikator')?.get(edit.args.id);
	return joined(entry?.get(isFund ? 'nama' : 'tolokUkur'));
}

function joined(...parts: unknown[]): string {
	return parts.filter((part) => typeof part === 'string' && part !== '').join(' ');
}

function named<K extends string>(key: K, text: string): { [P in K]?: string } {
	return (text === '' ? {} : { [key]: text }) as { [P in K]?: string };
}

/** Edits with the same key set the same thing; null: the edit sets nothing that could be set twice. */
export function placeKey(edit: Edit): string | null {
	if (edit.edit === 'moveNode') return `move/${edit.args.id}`;
	const register = registerOf(edit);
	return register && [register.root, register.entity, register.field].join('/');
}

/** The node that an edit is about, for putting the focus there; null for those about the plan as a whole. */
export function nodeOf(edit: Edit): string | null {
	if ('nodeId' in edit.args) return edit.args.nodeId;
	if ('ids' in edit.args) return edit.args.ids[0] ?? null;
	return 'id' in edit.args ? edit.args.id : null;
}
