/** Fills an empty embedded database with the demo, where only this machine can reach it. */
import type { Config } from '../config.ts';
import type { Sql } from '../database/connect.ts';
import { lockUntilCommit } from '../database/lock-queries.ts';
import { isDemoPlace } from '../people/demo-gate.ts';
import { hashPassword } from '../people/passwords.ts';
import { anyAccount, insertAccount, insertGrant, insertPerangkatDaerah, insertUnit } from '../people/people-queries.ts';
import { createRenja } from '../renja/create-renja.ts';
import { anyRenja } from '../renja/renja-queries.ts';
import { replaceWilayah } from '../usulan/wilayah-queries.ts';
import { demoAccountList, demoPassword, demoPerangkatDaerah, demoRenjaId, demoUnits, type DemoAccount } from './demo-accounts.ts';
import { demoPlan } from './demo-plan.ts';
import { demoUsulan } from './demo-usulan.ts';
import { demoWilayah } from './demo-wilayah.ts';

/** Seeds when database and settings allow it; returns whether it did. Several processes may call it at once. */
export async function seedDemo(sql: Sql, config: Pick<Config, 'host' | 'publicUrl' | 'databaseUrl'>): Promise<boolean> {
	if (config.databaseUrl !== null || !isDemoPlace(config)) return false;
	return sql.begin(async (tx) => {
		await lockUntilCommit(tx, 'seed-demo');
		if ((await anyAccount(tx)) || (await anyRenja(tx))) return false;

		await insertPerangkatDaerah(tx, demoPerangkatDaerah);
		for (const [index, unit] of demoUnits.entries()) await insertUnit(tx, demoPerangkatDaerah.id, unit, index);
		await replaceWilayah(tx, demoPerangkatDaerah.id, demoWilayah);
		const passwordHash = await hashPassword(demoPassword);
		const addAccount = async ({ username, nama, role, unitId, kecamatan, renjaId }: DemoAccount): Promise<void> => {
			const id = `demo-${username}`;
			await insertAccount(tx, { id, username, nama, passwordHash, demo: true });
			await insertGrant(tx, id, {
				...{ role, unitId, perangkatDaerahId: role === 'admin' ? null : demoPerangkatDaerah.id },
				...(kecamatan === undefined ? {} : { kecamatan }),
				...(renjaId === undefined ? {} : { renjaId })
			});
		};
		const isGuest = ({ renjaId }: DemoAccount): boolean => renjaId !== undefined;
		for (const account of demoAccountList) if (!isGuest(account)) await addAccount(account);
		const { tahun = 2024, jenis = 'murni', judul = '' } = demoPlan.info;
		await createRenja(
			tx,
			{ id: demoRenjaId, perangkatDaerahId: demoPerangkatDaerah.id, tahun, jenis, judul, stage: 'rancangan', demo: true },
			demoPlan,
			demoUsulan
		);
		// Guests are invited to a forum that is there.
		for (const account of demoAccountList) if (isGuest(account)) await addAccount(account);
		return true;
	});
}
