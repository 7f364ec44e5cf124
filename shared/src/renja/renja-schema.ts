/**
 * What may stand where in the Y.Doc of part `plan`: every register with a check of its value, every place that must hold a map. The
 * edit functions refuse by it in the browser, the gate refuses by it on the server; it reads paths and plain values, never Yjs.
 */
import { isRupiah } from '../pagu/rupiah.ts';
import { collections, infoMaps, limitMaps, sectionUnits, usulanOfKey, type Collection } from './renja-document.ts';
import { accumulations, directions, indikatorJenis, layouts, levels, type Level } from './renja-types.ts';

type Check = (value: unknown) => boolean;

export interface RegisterKind {
	/** '' for `info` itself, else the path of the map that holds the register: 'n1', 'n1/indikator/i1', 'paguLimitBidang'. */
	entity: string;
	field: string;
	check: Check;
	/** May the register be taken out again once it is there? */
	optional: boolean;
	/** Set where its map comes into being, and never again. */
	constant: boolean;
}

export const textLengthMax = 20_000;
const idLengthMax = 100;

const text: Check = (value) => typeof value === 'string' && value.length <= textLengthMax;
const order: Check = (value) => typeof value === 'string' && /^[A-Za-z0-9]{1,200}$/.test(value);
const mark: Check = (value) => value === true;
const idOrNull: Check = (value) => value === null || isId(value);
const oneOf =
	(values: readonly string[]): Check =>
	(value) =>
		typeof value === 'string' && values.includes(value);
const year: Check = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 2000 && value <= 2200;

/** Ids become parts of entity paths, so they hold no slash; and keys of plain records, so not the one key that those cannot hold. */
export function isId(value: unknown): value is string {
	return typeof value === 'string' && value.length > 0 && value.length <= idLengthMax && !value.includes('/') && value !== '__proto__';
}

/** What may be a key, and what a value, in the maps of `info`. */
const infoMapEntries: Record<(typeof infoMaps)[number], { key: (key: string) => boolean; value: Check }> = {
	[limitMaps.bidang]: { key: isId, value: isRupiah },
	[limitMaps.sumberDana]: { key: (key) => key.length > 0 && key.length <= 500, value: isRupiah },
	[sectionUnits]: { key: isId, value: isId }
};

const infoRegisters: Record<string, Check> = {
	daerah: text,
	perangkatDaerah: text,
	tahun: year,
	jenis: oneOf(['murni', 'perubahan']),
	judul: text,
	nomenklaturVersion: text,
	layout: oneOf(layouts),
	paguLimit: isRupiah
};

const nodeRegisters: Record<string, Check> = {
	level: oneOf(levels),
	parent: idOrNull,
	order,
	kode: text,
	uraian: text,
	bidang: idOrNull,
	penanggungJawab: text,
	lokasi: text,
	kelompokSasaran: text,
	prioritas: text,
	catatan: text,
	pagu: isRupiah,
	paguMaju: isRupiah,
	belanjaPegawai: isRupiah,
	belanjaBarangJasa: isRupiah,
	belanjaModal: isRupiah,
	removed: mark
};

const entryRegisters: Record<Collection, Record<string, Check>> = {
	indikator: {
		jenis: oneOf(indikatorJenis),
		tolokUkur: text,
		satuan: text,
		target: text,
		targetMaju: text,
		accumulation: oneOf(accumulations),
		direction: oneOf(directions),
		order,
		removed: mark
	},
	sumberDana: { nama: text, jumlah: isRupiah, order, removed: mark },
	triwulan: { k: text, rp: isRupiah }
};

/** Every register that the schema knows, by the place it stands in. */
export const registerNames = {
	info: Object.keys(infoRegisters),
	node: Object.keys(nodeRegisters),
	indikator: Object.keys(entryRegisters.indikator),
	sumberDana: Object.keys(entryRegisters.sumberDana),
	triwulan: Object.keys(entryRegisters.triwulan)
};

/** Once set, these stay: without them a row has no place in the tree. */
export const requiredNodeRegisters: readonly string[] = ['level', 'parent'];
const constantNodeRegisters: readonly string[] = ['level'];

function isCollection(key: string | undefined): key is Collection {
	return key !== undefined && Object.hasOwn(collections, key);
}

function entryId(collection: Collection, id: string | undefined): id is string {
	return collection === 'triwulan' ? id !== undefined && /^[1-4]$/.test(id) : isId(id);
}

function kind(
	entity: string,
	field: string,
	registers: Record<string, Check>,
	required: readonly string[] = [],
	constant: readonly string[] = []
): RegisterKind | null {
	const check = Object.hasOwn(registers, field) ? registers[field] : undefined;
	if (!check) return null;
	return { entity, field, check, optional: !required.includes(field), constant: constant.includes(field) };
}

/** The register at a path below a root (`['n1', 'pagu']`, `['n1', 'indikator', 'i1', 'target']`), or null when none may stand there. */
export function registerKind(root: 'info' | 'nodes', path: readonly string[]): RegisterKind | null {
	if (root === 'info') {
		if (path.length === 1) return kind('', path[0] as string, infoRegisters);
		const [map, key] = path as [string, string];
		if (path.length !== 2 || !isInfoMap(map) || !infoMapEntries[map].key(key)) return null;
		return { entity: map, field: key, check: infoMapEntries[map].value, optional: true, constant: false };
	}
	if (!isId(path[0])) return null;
	if (path.length === 2) {
		const [nodeId, field] = path as [string, string];
		const usulan = usulanOfKey(field);
		if (usulan !== null) return isId(usulan) ? { entity: nodeId, field, check: mark, optional: true, constant: false } : null;
		return kind(nodeId, field, nodeRegisters, requiredNodeRegisters, constantNodeRegisters);
	}
	const [nodeId, collection, id, field] = path;
	if (path.length !== 4 || !isCollection(collection) || !entryId(collection, id)) return null;
	return kind(`${nodeId}/${collection}/${id}`, field as string, entryRegisters[collection]);
}

/** Whether a Y.Map, and nothing else, must stand at this path. */
export function isEntityPath(root: 'info' | 'nodes', path: readonly string[]): boolean {
	if (root === 'info') return path.length === 1 && isInfoMap(path[0]);
	if (!isId(path[0])) return false;
	if (path.length === 1) return true;
	if (!isCollection(path[1])) return false;
	return path.length === 2 || (path.length === 3 && entryId(path[1], path[2]));
}

export function isInfoMap(key: string | undefined): key is (typeof infoMaps)[number] {
	return (infoMaps as readonly (string | undefined)[]).includes(key);
}

const subkegiatanOnly = ['pagu', 'paguMaju', 'belanjaPegawai', 'belanjaBarangJasa', 'belanjaModal', 'sumberDana', 'triwulan'];

/** Amounts and usulan belong to sub kegiatan alone (everything above is summed); indikator to program, kegiatan and sub kegiatan. */
export function fieldFitsLevel(field: string, level: Level): boolean {
	if (subkegiatanOnly.includes(field) || usulanOfKey(field) !== null) return level === 'subkegiatan';
	if (field === 'indikator') return level === 'program' || level === 'kegiatan' || level === 'subkegiatan';
	return true;
}

/** The level of a node's parent; null for urusan, which has none. */
export function parentLevel(level: Level): Level | null {
	return levels[levels.indexOf(level) - 1] ?? null;
}

/** The level of a node's children; null for subkegiatan, which has none. */
export function childLevel(level: Level): Level | null {
	return levels[levels.indexOf(level) + 1] ?? null;
}
