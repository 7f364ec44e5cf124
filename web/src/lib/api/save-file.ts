/** A file that the server writes, saved as the browser saves what is downloaded. */
import { getFile } from './api.ts';

/** Throws an ApiFailure when the server does not give it. */
export async function saveFile(path: string): Promise<void> {
	const { content, name } = await getFile(path);
	const url = URL.createObjectURL(content);
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	document.body.append(link);
	link.click();
	link.remove();
	// The browser reads it a little later.
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
