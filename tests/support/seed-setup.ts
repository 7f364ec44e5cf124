/**
 * Property tests draw from one seed: the same in every run of `npm test`, so that a red run is the doing of the change that it tests, and
 * `SEED=n` for others. fast-check prints the seed of what fails.
 */
import fc from 'fast-check';
import { seed } from './seed.ts';

fc.configureGlobal({ seed });
