/** Two letters for a small circle: `Bidang Koperasi` -> `BK`. */
export function initials(nama: string): string {
	const words = nama.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
	const letters = words.length > 1 ? `${words[0]?.[0] ?? ''}${words[1]?.[0] ?? ''}` : (words[0] ?? '?').slice(0, 2);
	return letters.toUpperCase();
}
