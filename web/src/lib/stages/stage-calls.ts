/** What the page asks the server about stages. */
import type { ChecklistTick, StagesAnswer } from '@rembug/shared/api/stage-types.ts';
import type { StageWindow } from '@rembug/shared/renja/stage-window.ts';
import type { Stage } from '@rembug/shared/renja/stages.ts';
import { getJson, sendJson } from '#lib/api/api.ts';

const base = (renjaId: string): string => `/api/renja/${encodeURIComponent(renjaId)}`;

export const loadStages = (renjaId: string): Promise<StagesAnswer> => getJson(`${base(renjaId)}/stages`);

export const moveStage = (renjaId: string, to: Stage, reason: string): Promise<unknown> =>
	sendJson('POST', `${base(renjaId)}/stage`, { to, reason });

export const enact = (renjaId: string, perkada: { nomor: string; tanggal: string }): Promise<unknown> =>
	sendJson('POST', `${base(renjaId)}/stage`, { to: 'ditetapkan', perkada });

export const correctPerkada = (renjaId: string, body: { nomor: string; tanggal: string; reason: string }): Promise<unknown> =>
	sendJson('PUT', `${base(renjaId)}/penetapan`, body);

export const setWindow = (renjaId: string, stage: Stage, window: StageWindow): Promise<unknown> =>
	sendJson('PUT', `${base(renjaId)}/stages/${stage}/window`, window);

export const tick = (renjaId: string, stage: Stage, item: string, body: Pick<ChecklistTick, 'state' | 'note' | 'link'>): Promise<unknown> =>
	sendJson('PUT', `${base(renjaId)}/stages/${stage}/checklist/${item}`, body);

export const clearTick = (renjaId: string, stage: Stage, item: string): Promise<unknown> =>
	sendJson('DELETE', `${base(renjaId)}/stages/${stage}/checklist/${item}`);
