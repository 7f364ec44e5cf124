/** Target and satuan as one text. A satuan without a target says nothing; one that the target already ends with is not said twice. */
export function withSatuan(target: string | undefined, satuan: string | undefined): string {
	const value = target?.trim() ?? '';
	const unit = satuan?.trim() ?? '';
	if (value === '' || unit === '' || value.toLowerCase().endsWith(unit.toLowerCase())) return value;
	return `${value} ${unit}`;
}
