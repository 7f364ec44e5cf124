import { createContext } from 'svelte';
import type { GridController } from '#lib/grid/grid-controller.svelte.ts';
import type { Nomenklatur } from '#lib/grid/nomenklatur.svelte.ts';

/** What the parts of the grid share. */
export const [getGrid, setGrid] = createContext<{ grid: GridController; nomenklatur: Nomenklatur }>();
