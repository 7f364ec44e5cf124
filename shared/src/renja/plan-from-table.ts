/**
 * Second shape of a plan file: rows as a published table prints them, with kode and parentKode instead of ids, and the printed kinds of
 * indikator. Turned into the first shape, which is then checked like any other. Remarks about the reading itself (line numbers, printed
 * variants) belong to the file, not to the plan.
 */
import { isJsonObject, shown, type Json, type Report } from './plan-problems.ts';

const jenisOf: Record<string, string> = {
	capaian_program: 'capaian',
	hasil_kegiatan: 'hasil',
	outcome: 'hasil',
	keluaran_kegiatan: 'keluaran',
	keluaran_sub: 'keluaran',
	output: 'keluaran',
	input: 'masukan'
};

/** Rows in the order of the file; whatever has the wrong type is passed on as it is, for the check to name it. */
export function planFromTable(input: Json, rows: readonly unknown[], report: Report): { info: Json; nodes: unknown[] } {
	const { daerah, perangkatDaerah, tahun, jenis } = input;
	const isRinci = rows.some((row) => isJsonObject(row) && isJsonObject(row.belanja));
	const judul = [jenis === 'perubahan' ? 'Perubahan Renja' : 'Renja', tahun, perangkatDaerah, daerah]
		.filter((part) => typeof part === 'string' || typeof part === 'number')
		.join(' ');
	const info = { daerah, perangkatDaerah, tahun, jenis, judul: judul.slice(0, 1000), layout: isRinci ? 'rinci' : 'standar' };
	if (rows.some((row) => isJsonObject(row) && row.paguSebelum != null)) report({ path: 'nodes', code: 'plan.before' }, 'note');
	return { info, nodes: rows.map((row, index) => (isJsonObject(row) ? nodeOf(row, `nodes[${index}]`, report) : row)) };
}

function nodeOf(row: Json, path: string, report: Report): Json {
	const { kode, level, uraian, parentKode, bidang, lokasi, pagu, catatan } = row;
	const belanja = isJsonObject(row.belanja) ? row.belanja : {};
	const maju = isJsonObject(row.prakiraanMaju) ? row.prakiraanMaju : {};
	const indikator = Array.isArray(row.indikator) ? row.indikator.filter((one) => !isThePagu(one)).map(indikatorOf) : row.indikator;
	if (maju.target != null && !giveTargetMaju(indikator, maju))
		report({ path: `${path}.prakiraanMaju.target`, code: 'plan.targetMaju', given: shown(maju.target), kode: shown(kode) }, 'note');
	return {
		id: idOf(kode),
		level,
		parent: parentKode == null ? null : idOf(parentKode),
		...{ kode, uraian, bidang, lokasi, pagu, catatan },
		paguMaju: maju.pagu,
		belanjaPegawai: belanja.pegawai,
		belanjaBarangJasa: belanja.barangJasa,
		belanjaModal: belanja.modal,
		indikator: Array.isArray(indikator) ? withIds(indikator) : indikator,
		sumberDana: Array.isArray(row.sumberDana) ? row.sumberDana.map(sumberDanaOf) : row.sumberDana,
		triwulan: Array.isArray(row.triwulan) ? triwulanOf(row.triwulan) : row.triwulan
	};
}

function idOf(kode: unknown): unknown {
	return typeof kode === 'string' && kode !== '' ? `n-${kode}` : kode;
}

/** The masukan "Dana" prints the pagu a second time; it is shown from the pagu, never stored twice. */
function isThePagu(raw: unknown): boolean {
	return isJsonObject(raw) && raw.jenis === 'input' && raw.tolokUkur === 'Dana';
}

function indikatorOf(raw: unknown): unknown {
	if (!isJsonObject(raw)) return raw;
	const { jenis, tolokUkur, satuan, target } = raw;
	return { jenis: typeof jenis === 'string' && Object.hasOwn(jenisOf, jenis) ? jenisOf[jenis] : jenis, tolokUkur, satuan, target };
}

function withIds(indikator: readonly unknown[]): unknown[] {
	const counts = new Map<string, number>();
	return indikator.map((one) => {
		if (!isJsonObject(one)) return one;
		const name = String(one.jenis).slice(0, 20).replaceAll('/', '-');
		const count = (counts.get(name) ?? 0) + 1;
		counts.set(name, count);
		return { id: `${name}-${count}`, ...one };
	});
}

/** The target of the prakiraan maju stands beside one indikator: the one of the same name, else the only keluaran. */
function giveTargetMaju(indikator: unknown, { tolokUkur, target }: Json): boolean {
	if (!Array.isArray(indikator)) return false;
	const all = indikator.filter(isJsonObject);
	const keluaran = all.filter((one) => one.jenis === 'keluaran');
	const found = all.find((one) => tolokUkur != null && one.tolokUkur === tolokUkur) ?? (keluaran.length === 1 ? keluaran[0] : undefined);
	if (!found) return false;
	found.targetMaju = target;
	return true;
}

function sumberDanaOf(raw: unknown, index: number): unknown {
	const id = `dana-${index + 1}`;
	if (typeof raw === 'string') return { id, nama: raw };
	return isJsonObject(raw) ? { id, nama: raw.nama, jumlah: raw.jumlah } : raw;
}

function triwulanOf(raw: readonly unknown[]): Json {
	return Object.fromEntries(
		raw.map((one, index) => [
			String(index + 1),
			isJsonObject(one) ? { k: typeof one.persen === 'number' ? `${one.persen}%` : one.persen, rp: one.rupiah } : one
		])
	);
}
