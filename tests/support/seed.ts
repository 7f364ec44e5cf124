/** Where whatever is drawn by chance in a test begins: `SEED`, else 1. */
export const seed = Number(process.env.SEED ?? 1);
