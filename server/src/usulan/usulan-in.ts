/** One usulan out of the forum's document, without reading the others. */
import type { Doc } from 'yjs';
import { forumEntity } from '@rembug/shared/forum/forum-document.ts';
import type { UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import { readOneUsulan } from '@rembug/shared/forum/forum-value.ts';

export function usulanIn(doc: Doc, id: string): UsulanValue | undefined {
	const entity = forumEntity(doc, 'usulan', id);
	return entity && readOneUsulan(id, entity);
}
