import { expect, test } from 'vitest';
import { samplePlan } from '../renja/sample-plan.ts';
import type { InfoValue, NodeValue } from '../renja/renja-types.ts';
import { diffRenja } from './diff.ts';

type Plan = { info: InfoValue; nodes: NodeValue[] };

const before = (): Plan => structuredClone(samplePlan(60));
const subs = (plan: Plan): NodeValue[] => plan.nodes.filter((node) => node.level === 'subkegiatan');

/** The sample plan, changed by fn. */
function after(fn: (plan: Plan) => void): Plan {
	const plan = before();
	fn(plan);
	return plan;
}

test('says nothing about equal plans', () => {
	const diff = diffRenja(before(), before());
	expect(diff.rows).toEqual([]);
	expect(diff.info).toEqual([]);
	expect(diff.pagu.difference).toBe(0);
	expect(diff.program.every((group) => group.difference === 0)).toBe(true);
});

test('puts the biggest change of money first and carries it up to program, bidang and sum', () => {
	const now = after((plan) => {
		(subs(plan)[0] as NodeValue).pagu! += 10;
		(subs(plan)[30] as NodeValue).pagu! -= 500;
	});
	const diff = diffRenja(before(), now);
	expect(diff.rows.map((row) => row.amounts[0]?.difference)).toEqual([-500, 10]);
	expect(diff.pagu.difference).toBe(-490);
	expect(diff.program[0]?.difference).toBe(-500);
	expect(diff.bidang.map((group) => group.difference).slice(0, 2)).toEqual([-500, 10]);
	expect(diff.subkegiatan).toEqual({ added: 0, removed: 0, changed: 2 });
});

test('tells added, removed, moved and renamed rows apart', () => {
	const base = before();
	const [first, second, third] = subs(base) as [NodeValue, NodeValue, NodeValue];
	const otherParent = base.nodes.filter((node) => node.level === 'kegiatan')[1] as NodeValue;
	const now = after((plan) => {
		const [removed, moved, renamed] = subs(plan) as [NodeValue, NodeValue, NodeValue];
		removed.removed = true;
		moved.parent = otherParent.id;
		renamed.uraian = 'Nama baru';
		plan.nodes.push({ id: 'baru', level: 'subkegiatan', parent: otherParent.id, uraian: 'Baru', pagu: 1, indikator: [], sumberDana: [] });
	});
	const rows = new Map(diffRenja(base, now).rows.map((row) => [row.id, row]));
	expect(rows.get(first.id)).toMatchObject({ change: 'removed', pagu: { after: 0 } });
	expect(rows.get(second.id)?.moved?.to).toContain(otherParent.kode);
	expect(rows.get(third.id)?.renamed).toEqual({ before: third.uraian, after: 'Nama baru' });
	expect(rows.get('baru')).toMatchObject({ change: 'added', pagu: { before: 0, after: 1 } });
	expect(rows.size).toBe(4);
});

test('what was removed before and after is no change', () => {
	const hidden = after((plan) => ((subs(plan)[0] as NodeValue).removed = true));
	const hiddenAndChanged = after((plan) => Object.assign(subs(plan)[0] as NodeValue, { removed: true, pagu: 1 }));
	expect(diffRenja(hidden, hiddenAndChanged).rows).toEqual([]);
});

test('names the indikator and the sumber dana that changed', () => {
	const now = after((plan) => {
		const sub = subs(plan)[0] as NodeValue;
		(sub.indikator[0] as { target?: string }).target = '99';
		sub.sumberDana.push({ id: 'sd', nama: 'DBHCHT', jumlah: 5 });
	});
	const fields = diffRenja(before(), now).rows[0]?.fields;
	expect(fields).toContainEqual(
		expect.objectContaining({ field: 'target', after: '99', entry: expect.objectContaining({ kind: 'indikator', change: 'changed' }) })
	);
	expect(fields).toContainEqual({
		field: 'jumlah',
		entry: { kind: 'sumberDana', name: 'DBHCHT', change: 'added' },
		before: null,
		after: 5
	});
});

test('an amount that was cleared is a change from its value to nothing', () => {
	const now = after((plan) => delete (subs(plan)[0] as NodeValue).paguMaju);
	expect(diffRenja(before(), now).rows[0]?.amounts[0]).toMatchObject({ field: 'paguMaju', after: null });
});

test('names each section that got another writer', () => {
	const writers = (bidangBab: Record<string, string>): Plan => after((plan) => void (plan.info.bidangBab = bidangBab));
	expect(diffRenja(writers({ '1.1': 'umkm', '2.1': 'koperasi' }), writers({ '1.1': 'umkm', '2.1': 'umkm', '5': 'koperasi' })).info).toEqual(
		[
			{ field: 'bidangBab/2.1', before: 'koperasi', after: 'umkm' },
			{ field: 'bidangBab/5', before: null, after: 'koperasi' }
		]
	);
});

test('names each section whose words changed, and no other', () => {
	const say = (text: string) => [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text }] }];
	const old = { ...before(), narrative: { '1.1': say('Tetap'), '1.2': say('Lama'), '1.3': say('Pergi') } };
	const now = { ...before(), narrative: { '1.1': say('Tetap'), '1.2': say('Baru'), '5': say('Datang') } };
	expect(diffRenja(old, now).texts).toEqual([
		{ section: '1.2', before: 'Lama', after: 'Baru' },
		{ section: '1.3', before: 'Pergi', after: '' },
		{ section: '5', before: '', after: 'Datang' }
	]);
	expect(diffRenja(before(), before()).texts).toEqual([]);
});
