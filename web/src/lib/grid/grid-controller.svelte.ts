/** The grid's state and everything that can be done in it, without a line of markup: cursor, range, editing, clipboard, rows. */
import { tick } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { Unit } from '@rembug/shared/api/api-types.ts';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import type { EditRights } from '#lib/access/edit-rights.ts';
import { copyText } from '#lib/components/copy-text.ts';
import { notices } from '#lib/components/notices.svelte.ts';
import { editProblemMessage } from '#lib/errors/messages.ts';
import type { PlanSession } from '#lib/sync/plan-session-types.ts';
import { randomId } from '#lib/sync/random-id.ts';
import { cellKind, cellText, editCell, type CellContext } from './cell-value.ts';
import type { Column, ColumnKey } from './columns.ts';
import type { GridLine } from './grid-lines.ts';
import type { GridView } from './grid-view.svelte.ts';
import type { Command } from './keys.ts';
import { planPaste, type PastePlan } from './paste.ts';
import { addBelow, addIndikatorTo, addInside, countBelow, levelLabels, moveAmongSiblings } from './row-actions.ts';
import { rangeBetween, stepFrom, type Position, type Range, type Step } from './selection.ts';
import { formatTsv, parseTsv } from './tsv.ts';

/** A cell by what it is, not by where it stands: rows come and go under the cursor. */
export interface CellRef {
	key: string;
	column: ColumnKey;
}

export interface Editing extends CellRef {
	/** What stands in the editor now. */
	draft: string;
	/** Opened by typing: the old value is replaced and arrows leave the cell, as in Excel. */
	replaced: boolean;
	problem: string;
}

export type AfterCommit = 'stay' | 'down' | 'up' | 'right' | 'left';

export interface RowMenuState {
	key: string;
	/** Only the choices for adding. */
	adding: boolean;
}

interface Options {
	session: PlanSession;
	view: GridView;
	rights: EditRights;
	units: () => readonly Unit[];
	takeBack: (direction: 'undo' | 'redo') => Promise<{ nodeId: string | null }>;
	/** What the page does for keys that lead out of the grid. */
	onsearch: () => void;
	onhelp: () => void;
	/** Somebody wants to write about the cell under the cursor. */
	oncomment: () => void;
	onleave: () => void;
}

const lockedMessage = 'Rencana ini sedang tidak dapat Anda ubah.';

export function createGridController({ session, view, rights, units, takeBack, onsearch, onhelp, oncomment, onleave }: Options) {
	let cursor = $state.raw<CellRef>({ key: '', column: 'kode' });
	let anchor = $state.raw<CellRef | null>(null);
	let editing = $state<Editing | null>(null);
	let menu = $state.raw<RowMenuState | null>(null);
	let failedPaste = $state.raw<PastePlan | null>(null);
	/** Raised when the cursor was moved from here and must come into view. */
	let moves = $state(0);
	/** Row and page size where the cursor was last seen, for when its row is gone. */
	let lastRow = 0;
	let pageRows = 10;
	/** Typed texts between commit and the moment the document has them. */
	const underway = new SvelteMap<string, string>();

	const context: CellContext = {
		plan: session,
		rightProblem: (line, column) => rightProblem(line, column),
		get units() {
			return units();
		},
		newId: randomId
	};
	const rowOf = $derived(new Map(view.lines.map((line, index) => [line.key, index])));
	const cursorRow = $derived(Math.max(0, Math.min(rowOf.get(cursor.key) ?? lastRow, view.lines.length - 1)));
	const cursorCol = $derived(columnIndex(cursor.column));
	const range = $derived.by((): Range => {
		const from: Position = anchor
			? { row: rowOf.get(anchor.key) ?? cursorRow, col: columnIndex(anchor.column) }
			: { row: cursorRow, col: cursorCol };
		return rangeBetween(from, { row: cursorRow, col: cursorCol });
	});
	const mayWrite = $derived(session.mayWrite && !session.frozen);

	function columnIndex(key: ColumnKey): number {
		return Math.max(
			0,
			view.columns.findIndex((column) => column.key === key)
		);
	}

	function refAt({ row, col }: Position): CellRef | null {
		const line = view.lines[row];
		const column = view.columns[col];
		return line && column ? { key: line.key, column: column.key } : null;
	}

	function goTo(position: Position, extend = false): void {
		const ref = refAt(position);
		if (!ref) return;
		anchor = extend ? (anchor ?? refAt({ row: cursorRow, col: cursorCol })) : null;
		cursor = ref;
		lastRow = position.row;
		moves++;
	}

	function step(name: Step, extend = false): void {
		goTo(
			stepFrom({ row: cursorRow, col: cursorCol }, name, { rows: view.lines.length, cols: view.columns.length, page: pageRows }),
			extend
		);
	}

	/** Tab runs on into the next row, as in a form. */
	function tab(name: 'left' | 'right'): void {
		const edge = name === 'right' ? view.columns.length - 1 : 0;
		const nextRow = cursorRow + (name === 'right' ? 1 : -1);
		if (cursorCol !== edge || nextRow < 0 || nextRow >= view.lines.length) step(name);
		else goTo({ row: nextRow, col: name === 'right' ? 0 : view.columns.length - 1 });
	}

	function lineAtCursor(): GridLine | undefined {
		return view.lines[cursorRow];
	}

	function columnAtCursor(): Column | undefined {
		return view.columns[cursorCol];
	}

	function focusNode(nodeId: string, column?: ColumnKey): void {
		view.reveal(nodeId);
		view.keepVisible(nodeId);
		cursor = { key: nodeId, column: column ?? cursor.column };
		anchor = null;
		lastRow = rowOf.get(nodeId) ?? lastRow;
		moves++;
	}

	function locked(): boolean {
		if (!mayWrite) notices.show(lockedMessage);
		return !mayWrite;
	}

	/** Why this cell takes no input from this account; null: it does. */
	function rightProblem(line: Pick<GridLine, 'nodeId'>, column: Column): string | null {
		const { nodeId } = line;
		const problem =
			column.kind === 'bidang' ? rights.problem({ edit: 'setBidang', args: { id: nodeId, bidang: null } }) : rights.rowProblem(nodeId);
		return problem && rights.explain(problem, nodeId);
	}

	async function apply(edits: Edit[], typed?: { ref: CellRef; text: string }): Promise<boolean> {
		if (edits.length === 0) return true;
		const place = typed && cellKey(typed.ref);
		if (place) underway.set(place, typed.text);
		const result = await session.edit(edits).finally(() => place && underway.delete(place));
		if (result.ok) return true;
		const text = typed?.text;
		notices.show(editProblemMessage(result.problem) + (text ? ` Yang Anda ketik: “${text}”` : ''), {
			tone: 'problem',
			action: text ? { label: 'Salin', run: () => void copyText(text) } : undefined
		});
		return false;
	}

	function edit(replacement?: string): void {
		const line = lineAtCursor();
		const column = columnAtCursor();
		if (!line || !column || editing) return;
		const kind = cellKind(line, column);
		if (kind === 'computed') {
			const count = session.amounts(line.nodeId).count;
			notices.show(`${column.title}: jumlah dari ${count} sub kegiatan di bawahnya. Ubah di baris sub kegiatan.`);
			return;
		}
		if (kind === 'blank') {
			notices.announce(`Kolom ${column.title} tidak berlaku untuk baris ini.`);
			return;
		}
		if (locked()) return;
		const problem = rightProblem(line, column);
		if (problem) return void notices.show(problem);
		anchor = null;
		view.keepVisible(line.nodeId);
		editing = {
			key: line.key,
			column: column.key,
			draft: replacement ?? cellText(context, line, column),
			replaced: replacement !== undefined,
			problem: ''
		};
	}

	function cancelEdit(): void {
		editing = null;
		moves++;
	}

	function afterwards(then: AfterCommit): void {
		if (then === 'left' || then === 'right') tab(then);
		else if (then !== 'stay') nextFilled(then);
		else moves++;
	}

	/** Enter goes down a column from one row to the next, past further lines of a row that have nothing in this column. */
	function nextFilled(direction: 'down' | 'up'): void {
		const column = columnAtCursor();
		const by = direction === 'down' ? 1 : -1;
		let row = cursorRow + by;
		const skips = (line: GridLine | undefined): boolean =>
			line !== undefined && column !== undefined && cellKind(line, column) === 'blank' && !line.first;
		while (skips(view.lines[row])) row += by;
		if (view.lines[row]) goTo({ row, col: cursorCol });
		else moves++;
	}

	/** Puts the draft into its cell. With a problem the editor stays open, says why, and keeps what was typed. */
	function commit(then: AfterCommit, text: string = editing?.draft ?? ''): boolean {
		const open = editing;
		if (!open) return true;
		const row = rowOf.get(open.key);
		const line = row === undefined ? undefined : view.lines[row];
		const column = view.allColumns.find((one) => one.key === open.column);
		if (!line || !column) return true;
		if (!mayWrite) {
			open.problem = `${lockedMessage} Salin isian ini bila masih diperlukan.`;
			return false;
		}
		const forbidden = rightProblem(line, column);
		if (forbidden) {
			open.problem = `${forbidden} Salin isian ini bila masih diperlukan.`;
			return false;
		}
		const result = editCell(context, line, column, text);
		if (!result.ok) {
			open.problem = result.problem;
			return false;
		}
		editing = null;
		afterwards(then);
		void apply(result.edits, { ref: open, text: text.trim() });
		return true;
	}

	/** Closes the editor and applies edits that it made itself (funds, chosen official names, kind of indikator). */
	function commitEdits(edits: Edit[], then: AfterCommit): void {
		editing = null;
		afterwards(then);
		void apply(edits);
	}

	function rangeCells(): { line: GridLine; column: Column }[] {
		const cells: { line: GridLine; column: Column }[] = [];
		for (let row = range.top; row <= range.bottom; row++) {
			for (let col = range.left; col <= range.right; col++) {
				const line = view.lines[row];
				const column = view.columns[col];
				if (line && column) cells.push({ line, column });
			}
		}
		return cells;
	}

	function copy(): string {
		const rows = [];
		for (const line of view.lines.slice(range.top, range.bottom + 1)) {
			rows.push(view.columns.slice(range.left, range.right + 1).map((column) => cellText(context, line, column)));
		}
		return formatTsv(rows);
	}

	function paste(text: string): void {
		if (locked()) return;
		const plan = planPaste(context, { lines: view.lines, columns: view.columns, range }, parseTsv(text));
		if (plan.problems.length > 0) {
			failedPaste = plan;
			return;
		}
		void apply(plan.edits).then((done) => {
			if (done && plan.changes.length > 1) notices.show(`${plan.changes.length} sel diisi dari tempelan. Ctrl+Z membatalkannya.`);
		});
		const end = refAt({
			row: Math.min(plan.range.bottom, view.lines.length - 1),
			col: Math.min(plan.range.right, view.columns.length - 1)
		});
		const start = refAt({ row: range.top, col: range.left });
		if (start && end) {
			anchor = start;
			cursor = end;
		}
	}

	function clear(): void {
		if (locked()) return;
		const cells = rangeCells().filter(
			({ line, column }) => cellKind(line, column) === 'editable' && cellText(context, line, column) !== ''
		);
		for (const { line, column } of cells) {
			const problem = rightProblem(line, column);
			if (problem) return void notices.show(problem);
		}
		const edits = cells.flatMap(({ line, column }) => {
			const result = editCell(context, line, column, '');
			return result.ok ? result.edits : [];
		});
		void apply(edits);
	}

	async function add(where: 'below' | 'inside', nodeId: string | null): Promise<void> {
		if (locked()) return;
		const edit = where === 'below' && nodeId ? addBelow(session, nodeId, randomId) : addInside(session, nodeId, randomId);
		if (!edit || !(await apply([edit]))) return;
		if (where === 'inside' && nodeId) view.setExpanded(nodeId, true);
		focusNode(edit.args.id, 'kode');
		await tick();
		notices.announce(`${levelLabels[edit.args.level]} baru ditambahkan.`);
		if (cursor.key === edit.args.id) startEditing();
	}

	function startEditing(): void {
		if (!editing) edit();
	}

	async function addIndikator(nodeId: string): Promise<void> {
		if (locked()) return;
		const edit = addIndikatorTo(session, nodeId, randomId);
		if (!edit || !(await apply([edit]))) return;
		await tick();
		const key = view.lines.find((line) => line.nodeId === nodeId && line.indikatorId === edit.args.id)?.key;
		if (!key) return;
		cursor = { key, column: 'tolokUkur' };
		anchor = null;
		moves++;
		startEditing();
	}

	/** On a further line of a node: its indikator; else the row with all that is under it. */
	async function remove(line: GridLine): Promise<void> {
		if (locked()) return;
		const node = session.node(line.nodeId);
		if (!node) return;
		const below = countBelow(session, node.id);
		const entry = line.first ? null : line.indikatorId;
		const what: Edit = entry
			? { edit: 'removeIndikator', args: { nodeId: node.id, id: entry } }
			: { edit: 'removeNode', args: { id: node.id } };
		lastRow = rowOf.get(line.key) ?? lastRow;
		const result = await session.edit(what);
		if (!result.ok) {
			notices.problem(editProblemMessage(result.problem));
			return;
		}
		moves++;
		const { inverse } = result;
		const name = entry ? 'Indikator' : `${levelLabels[node.level]} ${node.kode ?? ''}`.trim();
		notices.show(`${name}${below > 0 && !entry ? ` dan ${below} baris di bawahnya` : ''} dihapus.`, {
			action: inverse ? { label: 'Kembalikan', run: () => void apply([inverse]).then(() => focusNode(node.id)) } : undefined
		});
	}

	async function move(line: GridLine, direction: 'up' | 'down'): Promise<void> {
		if (locked()) return;
		const edit = moveAmongSiblings(session, line.nodeId, direction);
		if (!edit) {
			notices.announce(direction === 'up' ? 'Baris ini sudah paling atas di kelompoknya.' : 'Baris ini sudah paling bawah di kelompoknya.');
			return;
		}
		if (await apply([edit])) {
			await tick();
			moves++;
			const place = view.lines[cursorRow];
			if (place) notices.announce(`Dipindahkan ke urutan ${place.position} dari ${place.siblings}.`);
		}
	}

	async function back(direction: 'undo' | 'redo'): Promise<void> {
		const { nodeId } = await takeBack(direction);
		await tick();
		if (nodeId && session.node(nodeId) && !session.node(nodeId)?.removed) focusNode(nodeId);
	}

	function run(command: Command): void {
		const line = lineAtCursor();
		switch (command.do) {
			case 'step':
				return void step(command.step, command.extend);
			case 'type':
				return edit(command.text);
			case 'edit':
				return edit();
			case 'collapse':
			case 'expand':
				return line && view.setExpanded(line.nodeId, command.do === 'expand');
			case 'parent': {
				const parent = line && session.node(line.nodeId)?.parent;
				return void (parent && focusNode(parent));
			}
			case 'clear':
				return clear();
			case 'cancel':
				anchor = null;
				return;
			case 'selectAll':
				goTo({ row: 0, col: 0 });
				return goTo({ row: view.lines.length - 1, col: view.columns.length - 1 }, true);
			case 'undo':
			case 'redo':
				return void back(command.do);
			case 'addBelow':
				if (!line) void add('inside', null);
				else if (line.level === 'subkegiatan') void add('below', line.nodeId);
				else menu = { key: line.key, adding: true };
				return;
			case 'menu':
				menu = line ? { key: line.key, adding: false } : null;
				return;
			case 'remove':
				return void (line && remove(line));
			case 'moveUp':
			case 'moveDown':
				return void (line && move(line, command.do === 'moveUp' ? 'up' : 'down'));
			case 'search':
				return onsearch();
			case 'help':
				return onhelp();
			case 'comment':
				return oncomment();
			case 'leave':
				return onleave();
		}
	}

	// A colleague may remove the very row in which I type: what was typed must not go with it.
	$effect(() => {
		if (!editing || rowOf.has(editing.key)) return;
		const text = editing.draft;
		editing = null;
		notices.show(`Baris yang sedang Anda isi sudah tidak tampak di daftar.${text ? ` Yang Anda ketik: “${text}”` : ''}`, {
			tone: 'problem',
			action: text ? { label: 'Salin', run: () => void copyText(text) } : undefined
		});
	});

	return {
		session,
		view,
		rights,
		context,
		underway,
		get mayWrite() {
			return mayWrite;
		},
		get cursorRow() {
			return cursorRow;
		},
		get cursorCol() {
			return cursorCol;
		},
		get range() {
			return range;
		},
		get moves() {
			return moves;
		},
		get editing() {
			return editing;
		},
		get menu() {
			return menu;
		},
		set menu(next: RowMenuState | null) {
			menu = next;
		},
		get failedPaste() {
			return failedPaste;
		},
		set failedPaste(next: PastePlan | null) {
			failedPaste = next;
		},
		get line() {
			return lineAtCursor();
		},
		get column() {
			return columnAtCursor();
		},
		setPage(rows: number) {
			pageRows = Math.max(1, rows);
		},
		goTo,
		tab,
		focusNode,
		run,
		edit,
		commit,
		commitEdits,
		cancelEdit,
		rightProblem,
		apply,
		copy,
		paste,
		clear,
		add,
		addIndikator,
		remove,
		move
	};
}

export type GridController = ReturnType<typeof createGridController>;

/** Names a cell in maps. */
export function cellKey(ref: CellRef): string {
	return `${ref.key}|${ref.column}`;
}
