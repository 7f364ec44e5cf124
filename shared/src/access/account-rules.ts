/** What a username and a password must look like: said at the field by the page, enforced by the server and by the command for the first admin. */

/** Lower-case, 3 to 40 of a-z, 0-9, dot and hyphen, beginning with a letter or digit. */
export const usernamePattern = /^[a-z0-9][a-z0-9.-]{2,39}$/;

export const passwordLengthMin = 10;
/** Longer than any password that people type; a bound on what one attempt can cost. */
export const passwordLengthMax = 256;

/** Of names of people, units and perangkat daerah. */
export const nameLengthMax = 200;
