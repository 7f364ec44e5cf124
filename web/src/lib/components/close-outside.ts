/** Attachment for a `<details>` that serves as a menu: a click elsewhere or Esc closes it. */
export function closeOutside(details: HTMLDetailsElement): () => void {
	const onpointerdown = ({ target }: PointerEvent): void => {
		if (target instanceof Node && !details.contains(target)) details.open = false;
	};
	const onkeydown = (event: KeyboardEvent): void => {
		if (event.key !== 'Escape' || !details.open) return;
		details.open = false;
		details.querySelector('summary')?.focus();
	};
	document.addEventListener('pointerdown', onpointerdown);
	details.addEventListener('keydown', onkeydown);
	return () => {
		document.removeEventListener('pointerdown', onpointerdown);
		details.removeEventListener('keydown', onkeydown);
	};
}
