/**
 * The Renja 2024 of Dinas Koperasi, Usaha Kecil dan Menengah Kabupaten Pasuruan (Perbup 136/2023) as printed in its T-C.33: facts and figures only. Which
 * bidang owns a row, the limit and the stage are examples; the document does not say them.
 */
import { readFileSync } from 'node:fs';
import type { InfoValue, NodeValue } from '@rembug/shared/renja/renja-types.ts';

export interface Plan {
	info: InfoValue;
	nodes: NodeValue[];
}

export const demoPlan = JSON.parse(readFileSync(new URL('./demo-plan.json', import.meta.url), 'utf8')) as Plan;
