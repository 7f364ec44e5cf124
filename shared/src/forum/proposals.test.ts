import { describe, expect, it } from 'vitest';
import { rupiahMax } from '../pagu/rupiah.ts';
import type { UsulanValue } from './forum-types.ts';
import type { IndikatorValue, NodeValue } from '../renja/renja-types.ts';
import { isProposal, jointProposals, takeOverOffer, type JointProposal, type Proposal } from './proposals.ts';

const proposal: Proposal = { id: 'u1', asal: 'pokir', usulan: 'Pelatihan', status: 'diterima', subkegiatan: 's1', biaya: 20_000_000 };
const output: IndikatorValue = { id: 'i1', jenis: 'keluaran', target: '1.200', satuan: 'Orang' };
const row = (more: Partial<NodeValue> = {}): NodeValue => ({
	...{ id: 's1', level: 'subkegiatan', parent: 'k1', indikator: [output], sumberDana: [], ...more }
});

/** Beside a row as it is, with nothing taken over. */
const alone = (usulan: UsulanValue): JointProposal => {
	const [joint] = jointProposals([usulan], () => false);
	if (!joint) throw new Error('no proposal');
	return joint;
};

describe('what the forum proposes', () => {
	it('is what it accepted and linked', () => {
		expect(isProposal(proposal)).toBe(true);
		expect(isProposal({ ...proposal, status: 'disesuaikan' })).toBe(true);
		expect(isProposal({ ...proposal, status: 'ditangguhkan' })).toBe(false);
		expect(isProposal({ ...proposal, removed: true })).toBe(false);
		const { subkegiatan: _link, ...unlinked } = proposal;
		expect(isProposal(unlinked)).toBe(false);
	});

	it('adds to the pagu what the forum named, else what was estimated, never beyond what a pagu may be', () => {
		const pagu = (more: Partial<Proposal>, held?: number) =>
			takeOverOffer(alone({ ...proposal, ...more }), row(held === undefined ? {} : { pagu: held })).pagu;
		expect(pagu({}, 5)).toBe(20_000_005);
		expect(pagu({ usulPagu: 7 }, 5)).toBe(12);
		expect(pagu({})).toBe(20_000_000);
		expect(pagu({ biaya: rupiahMax }, 5)).toBe(null);
		expect(takeOverOffer(alone({ ...proposal, biaya: undefined as never }), row({ pagu: 5 })).pagu).toBe(null);
	});

	it('adds a place that the row does not name yet', () => {
		const lokasi = (held?: string) =>
			takeOverOffer(alone({ ...proposal, desa: 'Karangrejo', kecamatan: 'Gempol' }), row(held === undefined ? {} : { lokasi: held }))
				.lokasi;
		expect(lokasi()).toBe('Desa Karangrejo, Kec. Gempol');
		expect(lokasi('Kab. Pasuruan ')).toBe('Kab. Pasuruan; Desa Karangrejo, Kec. Gempol');
		expect(lokasi('desa karangrejo, kec. gempol dan sekitarnya')).toBe(null);
		expect(takeOverOffer(alone(proposal), row()).lokasi).toBe(null);
	});

	it.each<[string, Partial<Proposal>, IndikatorValue[], string | null]>([
		['of the same satuan', { volume: '20', satuan: 'orang' }, [output], '1.220'],
		['as the forum wrote it', { usulVolume: '2,5 Orang', volume: '9' }, [output], '1.202,5'],
		['where none stood', { volume: '20', satuan: 'Orang' }, [{ id: 'i1', jenis: 'keluaran', satuan: 'Orang' }], '20'],
		['of another satuan: not', { volume: '20', satuan: 'paket' }, [output], null],
		['in words: not', { volume: 'beberapa', satuan: 'Orang' }, [output], null],
		['to a target in words: not', { volume: '20', satuan: 'Orang' }, [{ ...output, target: 'semua' }], null],
		['where two outputs could be meant: not', { volume: '20', satuan: 'Orang' }, [output, { ...output, id: 'i2' }], null],
		['to an outcome: not', { volume: '20', satuan: 'Orang' }, [{ ...output, jenis: 'hasil' }], null]
	])('adds a volume %s', (_what, more, indikator, after) => {
		expect(takeOverOffer(alone({ ...proposal, ...more }), row({ indikator })).target?.after ?? null).toBe(after);
	});
});

describe('a group that was accepted', () => {
	const group = (first: Partial<Proposal>): Proposal[] => [
		{ ...proposal, kecamatan: 'Beji', volume: '20', satuan: 'Orang', ...first },
		{ ...proposal, id: 'u2', group: 'u1', kecamatan: 'Gempol', volume: '30', satuan: 'orang' },
		{ ...proposal, id: 'u3', group: 'u1', kecamatan: 'Beji', volume: '5', satuan: 'Orang' }
	];
	const ids = (joint: JointProposal[]) => joint.map(({ first, others, pagu }) => [first.id, others.map(({ id }) => id), pagu]);
	const open = () => false;

	it('stands beside the row as one, with what it was given once', () => {
		const joint = jointProposals(group({ usulPagu: 90_000_000, usulVolume: '4 Orang' }), open);
		expect(ids(joint)).toEqual([['u1', ['u2', 'u3'], 90_000_000]]);
		expect(takeOverOffer(joint[0] as JointProposal, row({ pagu: 5, lokasi: 'Kec. Beji' }))).toMatchObject({
			pagu: 90_000_005,
			lokasi: 'Kec. Beji; Kec. Gempol',
			target: { after: '1.204' }
		});
	});

	it('asks for what its usulan ask for where nobody gave it one amount', () => {
		const joint = jointProposals(group({}), open);
		expect(ids(joint)).toEqual([['u1', ['u2', 'u3'], 60_000_000]]);
		expect(takeOverOffer(joint[0] as JointProposal, row()).target?.after).toBe('1.255');
	});

	it('asks for nothing more when the row holds what it was given, and for the rest where each asks for its own', () => {
		const taken = (id: string) => id === 'u1';
		expect(ids(jointProposals(group({ usulPagu: 90_000_000 }), taken))).toEqual([['u2', ['u3'], null]]);
		expect(ids(jointProposals(group({}), taken))).toEqual([['u2', ['u3'], 40_000_000]]);
		expect(jointProposals(group({}), () => true)).toEqual([]);
	});

	it('that goes to two rows stands beside each with its own', () => {
		const two = group({ usulPagu: 9 }).map((one) => (one.id === 'u3' ? { ...one, subkegiatan: 's2' } : one));
		expect(ids(jointProposals(two, open))).toEqual([
			['u1', ['u2'], 9],
			['u3', [], null]
		]);
	});
});
