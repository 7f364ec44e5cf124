/** A path of this page to go back to, or the list of Renja. `//host` and `/\host` would lead elsewhere. */
export function ownPath(written: string | null): string {
	return written !== null && /^\/(?![/\\])/.test(written) ? written : '/';
}
