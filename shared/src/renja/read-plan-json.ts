/**
 * A plan out of a JSON file: either the plain value of a Renja as the REST answer gives it (`{info, nodes}`), or a plan read row by row from
 * a published table (`{daerah, perangkatDaerah, tahun, nodes: [{kode, parentKode, …}]}`). All or nothing: with one error there is no
 * value. Notes say what the plan will not carry. Never throws, whatever the file holds.
 */
import { ordersBetween } from './order.ts';
import { planFromTable } from './plan-from-table.ts';
import { isJsonObject, shown, type Json, type PlanProblem, type Report } from './plan-problems.ts';
import { limitMaps, sectionUnits } from './renja-document.ts';
import { isProse } from './prose.ts';
import { fieldFitsLevel, isId, isInfoMap, parentLevel, registerKind } from './renja-schema.ts';
import { computeTotals } from './renja-totals-plain.ts';
import { levels, type InfoValue, type Level, type Narrative, type NodeValue } from './renja-types.ts';
import { sortNodes } from './renja-value.ts';

export interface PlanValue {
	info: InfoValue;
	nodes: NodeValue[];
	narrative?: Narrative;
}

export interface ReadPlanOptions {
	/** Units of the perangkat daerah that the plan is for: a bidang that is none of them, by id or name, is left open. Absent: ids are kept. */
	units?: readonly { id: string; nama: string; singkatan: string }[];
}

export interface ReadPlan {
	/** null as soon as there is one error. */
	value: PlanValue | null;
	/** Errors first; at most 200. */
	problems: PlanProblem[];
}

export const planRowsMax = 20_000;
const entriesMax = 500;
const problemsMax = 200;

/** The text of a file. */
export function readPlanText(text: string, options: ReadPlanOptions = {}): ReadPlan {
	let input: unknown;
	try {
		input = JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		return { value: null, problems: [{ path: '', code: 'plan.notJson', severity: 'error' }] };
	}
	return readPlanJson(input, options);
}

export function readPlanJson(input: unknown, { units }: ReadPlanOptions = {}): ReadPlan {
	const errors: PlanProblem[] = [];
	const notes: PlanProblem[] = [];
	let dropped = 0;
	const report: Report = (problem, severity = 'error') => {
		const list = severity === 'error' ? errors : notes;
		if (list.length >= problemsMax) dropped += 1;
		else list.push({ ...problem, severity });
	};
	const unitIdOf = units && unitFinder(units);

	const read = readShape(input, report, unitIdOf);
	// With errors the rows may hang together in ways that neither sorting nor summing expects.
	const isWhole = read !== null && errors.length === 0;
	if (isWhole) compareSums(read.nodes, read.printed, report);
	const problems = [...errors, ...notes].slice(0, problemsMax);
	dropped += errors.length + notes.length - problems.length;
	if (dropped > 0) problems.push({ path: '', code: 'plan.more', severity: 'note', given: String(dropped) });
	if (!isWhole) return { value: null, problems };
	const { info, nodes, narrative } = read;
	return { value: { info, nodes: sortNodes(nodes), ...(narrative ? { narrative } : {}) }, problems };
}

/** printed: node id -> the sum that the file prints above sub kegiatan. */
interface ReadRows extends PlanValue {
	printed: Map<string, { path: string; pagu: unknown }>;
}

type UnitIdOf = (written: string) => string | undefined;

function unitFinder(units: NonNullable<ReadPlanOptions['units']>): UnitIdOf {
	const plain = (text: string): string => text.replace(/\s+/g, ' ').trim().toLowerCase();
	const ids = new Map<string, string>();
	for (const unit of units) for (const name of [unit.singkatan, unit.nama]) ids.set(plain(name), unit.id);
	for (const unit of units) ids.set(unit.id, unit.id);
	return (written) => ids.get(written) ?? ids.get(plain(written));
}

function readShape(input: unknown, report: Report, unitIdOf: UnitIdOf | undefined): ReadRows | null {
	if (!isJsonObject(input) || !Array.isArray(input.nodes)) {
		report({ path: '', code: 'plan.shape' });
		return null;
	}
	if (input.nodes.length > planRowsMax) {
		report({ path: 'nodes', code: 'plan.tooMany', given: String(input.nodes.length), expected: String(planRowsMax) });
		return null;
	}
	if (isJsonObject(input.info)) {
		const narrative = readNarrativeValue(input.narrative, report);
		return { ...readValue(input.info, input.nodes, report, unitIdOf), ...(narrative ? { narrative } : {}) };
	}
	if ('daerah' in input || input.nodes.some((node) => isJsonObject(node) && 'parentKode' in node)) {
		const table = planFromTable(input, input.nodes, report);
		return readValue(table.info, table.nodes, report, unitIdOf);
	}
	report({ path: 'info', code: 'plan.shape' });
	return null;
}

function readValue(rawInfo: Json, rawNodes: unknown[], report: Report, unitIdOf: UnitIdOf | undefined): ReadRows {
	const info = readInfoValue(rawInfo, report, unitIdOf);
	const nodes: NodeValue[] = [];
	const printed: ReadRows['printed'] = new Map();
	const ids = new Set<string>();
	for (const [index, raw] of rawNodes.entries()) {
		const path = `nodes[${index}]`;
		const node = readNodeValue(raw, path, report, unitIdOf);
		if (!node) continue;
		if (ids.has(node.id)) report({ path: `${path}.id`, code: 'plan.idTwice', given: shown(node.id), ...kodeOf(node) });
		ids.add(node.id);
		nodes.push(node);
		if (node.level !== 'subkegiatan' && isJsonObject(raw) && raw.pagu != null) printed.set(node.id, { path, pagu: raw.pagu });
	}
	checkParents(nodes, rawNodes, report);
	giveOrder(nodes);
	return { info, nodes, printed };
}

/** What is no text of ours is named and left out: the tables are worth reading without it. */
function readNarrativeValue(raw: unknown, report: Report): Narrative | null {
	if (isAbsent(raw)) return null;
	if (!isJsonObject(raw)) {
		report({ path: 'narrative', code: 'plan.structure', given: shown(raw) });
		return null;
	}
	const texts = Object.entries(raw).filter(([section, text]) => {
		const fits = isId(section) && isProse(text);
		if (!fits) report({ path: `narrative.${shown(section)}`, code: 'plan.unknown', given: shown(text) }, 'note');
		return fits;
	});
	return texts.length > 0 ? (Object.fromEntries(texts) as Narrative) : null;
}

function kodeOf(node: { kode?: unknown }): { kode?: string } {
	return typeof node.kode === 'string' ? { kode: shown(node.kode) } : {};
}

/** An empty text is no text, and null is not filled in. */
function isAbsent(value: unknown): boolean {
	return value === undefined || value === null || value === '' || value === false;
}

function readInfoValue(raw: Json, report: Report, unitIdOf: UnitIdOf | undefined): InfoValue {
	const info: Json = {};
	for (const [field, value] of Object.entries(raw)) {
		const path = `info.${shown(field)}`;
		if (isAbsent(value)) continue;
		if (isInfoMap(field)) {
			const entries = readInfoEntries(field, value, path, report, unitIdOf);
			if (Object.keys(entries).length > 0) info[field] = entries;
			continue;
		}
		const register = registerKind('info', [field]);
		if (!register) report({ path, code: 'plan.unknown', given: shown(value) }, 'note');
		else if (!register.check(value)) report({ path, code: 'plan.value', given: shown(value) });
		else info[field] = value;
	}
	return info;
}

function readInfoEntries(field: string, raw: unknown, path: string, report: Report, unitIdOf: UnitIdOf | undefined): Json {
	const entries: Json = {};
	if (!isJsonObject(raw)) {
		report({ path, code: 'plan.structure', given: shown(raw) });
		return entries;
	}
	// A unit is written by id or by name, wherever it stands.
	const unit = (written: unknown): unknown => (unitIdOf && typeof written === 'string' ? unitIdOf(written) : written);
	for (const [name, given] of Object.entries(raw)) {
		if (isAbsent(given)) continue;
		const key = field === limitMaps.bidang ? unit(name) : name;
		const value = field === sectionUnits ? unit(given) : given;
		if (key === undefined || value === undefined) {
			report({ path, code: 'plan.bidang', given: shown(key === undefined ? name : given) }, 'note');
			// A plain record cannot hold this one key.
		} else if (key === '__proto__' || !registerKind('info', [field, key as string])?.check(value))
			report({ path: `${path}.${shown(name)}`, code: 'plan.value', given: shown(given) });
		else entries[key as string] = value;
	}
	return entries;
}

const collectionFields = ['indikator', 'sumberDana', 'triwulan'] as const;

function readNodeValue(raw: unknown, path: string, report: Report, unitIdOf: UnitIdOf | undefined): NodeValue | null {
	if (!isJsonObject(raw)) {
		report({ path, code: 'plan.structure', given: shown(raw) });
		return null;
	}
	const { id, level } = raw;
	const kode = kodeOf(raw);
	if (!isId(id)) {
		report({ path: `${path}.id`, code: 'plan.id', given: shown(id), ...kode });
		return null;
	}
	if (typeof level !== 'string' || !(levels as readonly string[]).includes(level)) {
		report({ path: `${path}.level`, code: 'plan.level', given: shown(level), ...kode });
		return null;
	}
	const node: Json = { id, level, parent: raw.parent ?? null };
	for (const [field, value] of Object.entries(raw)) {
		if (Object.hasOwn(node, field) || isAbsent(value) || (collectionFields as readonly string[]).includes(field)) continue;
		const place = { path: `${path}.${shown(field)}`, given: shown(value), ...kode };
		const register = registerKind('nodes', [id, field]);
		if (!register) report({ ...place, code: 'plan.unknown' }, 'note');
		else if (!fieldFitsLevel(field, level as Level)) {
			// Amounts above sub kegiatan are sums: compared below, never stored.
			if (field !== 'pagu' && field !== 'paguMaju' && !field.startsWith('belanja')) report({ ...place, code: 'plan.fieldLevel' }, 'note');
		} else if (field === 'order' && !register.check(value)) continue;
		else if (!register.check(value)) report({ ...place, code: 'plan.value' });
		else if (field === 'bidang' && unitIdOf) {
			const unitId = unitIdOf(value as string);
			if (unitId === undefined) report({ ...place, code: 'plan.bidang' }, 'note');
			else node.bidang = unitId;
		} else node[field] = value;
	}
	const at = { nodeId: id, level: level as Level, path, kode, report };
	node.indikator = readEntries('indikator', raw.indikator, at);
	node.sumberDana = readEntries('sumberDana', raw.sumberDana, at);
	const triwulan = readTriwulan(raw.triwulan, at);
	if (triwulan) node.triwulan = triwulan;
	return node as unknown as NodeValue;
}

interface Place {
	nodeId: string;
	level: Level;
	path: string;
	kode: { kode?: string };
	report: Report;
}

function readEntries(collection: 'indikator' | 'sumberDana', raw: unknown, { nodeId, level, path, kode, report }: Place): Json[] {
	if (isAbsent(raw)) return [];
	const at = `${path}.${collection}`;
	if (!Array.isArray(raw)) {
		report({ path: at, code: 'plan.structure', given: shown(raw), ...kode });
		return [];
	}
	if (raw.length === 0) return [];
	if (!fieldFitsLevel(collection, level)) {
		report({ path: at, code: 'plan.fieldLevel', given: String(raw.length), ...kode }, 'note');
		return [];
	}
	if (raw.length > entriesMax) {
		report({ path: at, code: 'plan.tooMany', given: String(raw.length), expected: String(entriesMax), ...kode });
		return [];
	}
	const entries: Json[] = [];
	const ids = new Set<string>();
	for (const [index, entry] of raw.entries()) {
		const here = `${at}[${index}]`;
		if (!isJsonObject(entry)) {
			report({ path: here, code: 'plan.structure', given: shown(entry), ...kode });
			continue;
		}
		if (!isId(entry.id) || ids.has(entry.id)) {
			report({ path: `${here}.id`, code: isId(entry.id) ? 'plan.idTwice' : 'plan.id', given: shown(entry.id), ...kode });
			continue;
		}
		ids.add(entry.id);
		if (collection === 'indikator' && isAbsent(entry.jenis)) report({ path: `${here}.jenis`, code: 'plan.value', given: '', ...kode });
		entries.push({ id: entry.id, ...readRegisters([nodeId, collection, entry.id], entry, here, kode, report) });
	}
	if (entries.some((entry) => entry.order === undefined)) {
		const orders = ordersBetween(null, null, entries.length);
		for (const [index, entry] of entries.entries()) entry.order = orders[index];
	}
	return entries;
}

function readRegisters(place: string[], raw: Json, path: string, kode: { kode?: string }, report: Report): Json {
	const values: Json = {};
	for (const [field, value] of Object.entries(raw)) {
		if (field === 'id' || isAbsent(value)) continue;
		const at = { path: `${path}.${shown(field)}`, given: shown(value), ...kode };
		const register = registerKind('nodes', [...place, field]);
		if (!register) report({ ...at, code: 'plan.unknown' }, 'note');
		else if (register.check(value)) values[field] = value;
		else if (field !== 'order') report({ ...at, code: 'plan.value' });
	}
	return values;
}

function readTriwulan(raw: unknown, { nodeId, level, path, kode, report }: Place): Json | null {
	if (isAbsent(raw)) return null;
	const at = `${path}.triwulan`;
	if (!isJsonObject(raw)) {
		report({ path: at, code: 'plan.structure', given: shown(raw), ...kode });
		return null;
	}
	// Above sub kegiatan these are sums, like the pagu.
	if (!fieldFitsLevel('triwulan', level)) return null;
	const triwulan: Json = {};
	for (const [key, entry] of Object.entries(raw)) {
		const here = `${at}.${shown(key)}`;
		if (!/^[1-4]$/.test(key) || !isJsonObject(entry)) {
			report({ path: here, code: 'plan.structure', given: shown(entry), ...kode });
			continue;
		}
		const values = readRegisters([nodeId, 'triwulan', key], entry, here, kode, report);
		if (Object.keys(values).length > 0) triwulan[key] = values;
	}
	return Object.keys(triwulan).length > 0 ? triwulan : null;
}

function checkParents(nodes: readonly NodeValue[], rawNodes: readonly unknown[], report: Report): void {
	const levelOf = new Map(nodes.map((node) => [node.id, node.level]));
	const indexOf = new Map(rawNodes.map((raw, index) => [isJsonObject(raw) ? raw.id : undefined, index]));
	for (const node of nodes) {
		const wanted = parentLevel(node.level);
		const isRight = wanted === null ? node.parent === null : node.parent !== null && levelOf.get(node.parent) === wanted;
		if (!isRight)
			report({ path: `nodes[${indexOf.get(node.id) ?? 0}].parent`, code: 'plan.parent', given: shown(node.parent), ...kodeOf(node) });
	}
}

/** Siblings of whom one has no order key stand as the file lists them. */
function giveOrder(nodes: readonly NodeValue[]): void {
	const groups = new Map<string | null, NodeValue[]>();
	for (const node of nodes) {
		const group = groups.get(node.parent);
		if (group) group.push(node);
		else groups.set(node.parent, [node]);
	}
	for (const group of groups.values()) {
		if (group.every((node) => node.order !== undefined)) continue;
		const orders = ordersBetween(null, null, group.length);
		for (const [index, node] of group.entries()) node.order = orders[index] as string;
	}
}

function compareSums(nodes: readonly NodeValue[], printed: ReadRows['printed'], report: Report): void {
	if (printed.size === 0) return;
	const totals = computeTotals(nodes);
	for (const node of nodes) {
		const there = printed.get(node.id);
		const sum = totals.nodes[node.id]?.pagu ?? 0;
		if (there && there.pagu !== sum)
			report(
				{ path: `${there.path}.pagu`, code: 'plan.sumDiffers', given: shown(there.pagu), expected: String(sum), ...kodeOf(node) },
				'note'
			);
	}
}
