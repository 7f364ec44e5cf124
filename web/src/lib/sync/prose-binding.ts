/** What an editor of a section is given: opaque to components, so that Yjs stays in this folder. */
import Collaboration from '@tiptap/extension-collaboration';
import type { AnyExtension } from '@tiptap/core';
import type { XmlFragment } from 'yjs';

export interface ProseBinding {
	/** A Y.XmlFragment; the same object as long as the same document is on the screen. */
	readonly text: object;
}

/** Makes a Tiptap editor write into the section, and show what others write there; undoing takes back own typing only. */
export function bindingExtension({ text }: ProseBinding): AnyExtension {
	return Collaboration.configure({ fragment: text as XmlFragment });
}
