/** The parts of a Renja that have a document of their own, as they stand in the path `/sync/:renjaId/:part`. */
export type PartName = 'plan' | 'discussion' | 'forum';

/** The subprotocol of the socket of a big screen without an account; the token of its link is offered behind it. */
export const screenProtocol = 'rembug-layar';
