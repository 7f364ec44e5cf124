/** What a Renja is called where its title has no place, or is empty: `Perubahan Renja 2024`. */
export function renjaName({ jenis, tahun }: { jenis: 'murni' | 'perubahan'; tahun: number }): string {
	return `${jenis === 'perubahan' ? 'Perubahan Renja' : 'Renja'} ${tahun}`;
}
