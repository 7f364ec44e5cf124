/**
 * Every change that a person can make to a plan, as data: a name and JSON arguments. The outbox keeps these, undo inverts them, a
 * replay applies them again; new ids and order keys are therefore chosen by the caller and stand in the arguments.
 */
import type { Outcome } from '../edits/editing.ts';
import type { ProseBlock } from './prose.ts';
import type { InfoValue, IndikatorJenis, Level, NodeValue, Rupiah } from './renja-types.ts';

export type NodeTextField = 'kode' | 'uraian' | 'penanggungJawab' | 'lokasi' | 'kelompokSasaran' | 'prioritas' | 'catatan';
export type NodeAmountField = 'pagu' | 'paguMaju' | 'belanjaPegawai' | 'belanjaBarangJasa' | 'belanjaModal';
export type IndikatorField = 'jenis' | 'tolokUkur' | 'satuan' | 'target' | 'targetMaju' | 'accumulation' | 'direction' | 'order';

export interface EditArgs {
	/** value null clears a field. */
	setNodeText: { id: string; field: NodeTextField; value: string | null };
	setAmount: { id: string; field: NodeAmountField; value: Rupiah | null };
	/** bidang null: inherit from the nearest ancestor that has one. */
	setBidang: { id: string; bidang: string | null };
	addNode: { id: string; level: Level; parent: string | null; order: string; kode?: string; uraian?: string; bidang?: string | null };
	/** parent is one level above the node and not removed. */
	moveNode: { id: string; parent: string | null; order: string };
	/** Marks the node and every live node under it. */
	removeNode: { id: string };
	/** Takes the marks of these nodes away; the parent of each must be live or among them. */
	restoreNodes: { ids: string[] };
	addIndikator: {
		nodeId: string;
		id: string;
		jenis: IndikatorJenis;
		order: string;
		tolokUkur?: string;
		satuan?: string;
		target?: string;
		targetMaju?: string;
	};
	setIndikator: { nodeId: string; id: string; field: IndikatorField; value: string | null };
	removeIndikator: { nodeId: string; id: string };
	restoreIndikator: { nodeId: string; id: string };
	addSumberDana: { nodeId: string; id: string; nama: string; jumlah?: Rupiah; order: string };
	setSumberDana:
		{ nodeId: string; id: string; field: 'nama'; value: string } | { nodeId: string; id: string; field: 'jumlah'; value: Rupiah | null };
	removeSumberDana: { nodeId: string; id: string };
	restoreSumberDana: { nodeId: string; id: string };
	/** triwulan 1 … 4. */
	setTriwulan:
		| { id: string; triwulan: 1 | 2 | 3 | 4; field: 'k'; value: string | null }
		| { id: string; triwulan: 1 | 2 | 3 | 4; field: 'rp'; value: Rupiah | null };
	/**
	 * Takes a usulan of the forum over into a sub kegiatan, with as much of it as is named, or takes that back. One edit, so that mark and
	 * amount come and go together.
	 */
	takeOver: {
		id: string;
		usulan: string;
		taken: boolean;
		pagu?: Rupiah | null;
		lokasi?: string | null;
		target?: { indikator: string; value: string | null };
	};
	setInfo: { [F in InfoRegister]: { field: F; value: InfoValue[F] | null } }[InfoRegister];
	/** key: unit id or name of sumber dana. */
	setPaguLimit: { of: 'bidang' | 'sumberDana'; key: string; value: Rupiah | null };
	/** Makes an empty text for a section that has none, so that several people can begin to write in it. */
	beginSection: { section: string };
	/** Makes a section say this. An editor writes by itself; this is how what it wrote is sent again. */
	writeSection: { section: string; text: ProseBlock[] };
	/** Gives a section of the Bab texts to the staf of a unit; bidang null: to nobody. */
	assignSection: { section: string; bidang: string | null };
}

export type InfoRegister = 'daerah' | 'perangkatDaerah' | 'tahun' | 'jenis' | 'judul' | 'nomenklaturVersion' | 'layout' | 'paguLimit';

export type EditName = keyof EditArgs;

/** One change as data: `{edit: 'setAmount', args: {id, field: 'pagu', value: 1250000}}`. */
export type Edit = { [N in EditName]: { edit: N; args: EditArgs[N] } }[EditName];

export type EditOutcome = Outcome<Edit>;

/** Why an edit cannot be applied; nothing was changed. Codes are translated by the page. */
export type EditProblem =
	| 'node.missing'
	| 'node.exists'
	| 'node.removed'
	| 'node.parent'
	| 'entry.missing'
	| 'entry.exists'
	| 'value.invalid'
	| 'level.field'
	| 'usulan.taken'
	| 'usulan.elsewhere';

export type EditResult = ({ ok: true } & EditOutcome) | { ok: false; problem: EditProblem; detail: string };

export type { NodeValue };
