/**
 * The 51 usulan printed in the T-C.32 of the same document (Perbup 136/2023), each under the sub kegiatan that it is printed under. The
 * document names no proposer.
 */
import { readFileSync } from 'node:fs';
import type { NewUsulan } from '@rembug/shared/forum/forum-types.ts';
import { ordersBetween } from '@rembug/shared/renja/order.ts';

const printed = JSON.parse(readFileSync(new URL('./demo-usulan.json', import.meta.url), 'utf8')) as NewUsulan[];
const orders = ordersBetween(null, null, printed.length);

export const demoUsulan: NewUsulan[] = printed.map((usulan, index) => ({ ...usulan, order: orders[index] as string }));
