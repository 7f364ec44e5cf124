/** The parts of a Renja that have a document of their own, as they stand in the path `/sync/:renjaId/:part`. */
export type PartName = 'plan' | 'discussion' | 'forum';
