/** What a comment is about, in words. */
import type { CommentPlace } from '@rembug/shared/discussion/discussion-types.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { fieldLabel } from './field-labels.ts';

export interface PlaceWords {
	/** Null: nothing that could be shown: the Renja as a whole, or a row that is removed. */
	nodeId: string | null;
	field: string;
	row: string;
}

export function placeInWords({ node: id, field, line }: CommentPlace, find: (id: string) => NodeValue | undefined): PlaceWords {
	if (id === null) return { nodeId: null, field: 'Renja ini', row: '' };
	const node = find(id);
	const gone = !node || node.removed === true;
	const indikator = line === undefined ? undefined : node?.indikator.find((one) => one.id === line);
	const of = indikator?.tolokUkur && field !== 'tolokUkur' ? ` (${indikator.tolokUkur})` : '';
	const row = [node?.kode, node?.uraian].filter(Boolean).join(' ') || 'Baris baru';
	return {
		nodeId: gone ? null : id,
		field: field === undefined ? 'Baris' : `${fieldLabel(field)}${of}`,
		row: node ? `${row}${gone ? ' (sudah dihapus)' : ''}` : 'Baris yang tidak ada lagi'
	};
}
