/** A backup cannot be written, read or restored; the message says in Indonesian what to do. Nothing was changed. */
export class BackupError extends Error {}
