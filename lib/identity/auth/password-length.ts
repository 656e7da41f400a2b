/** For new passwords; existing ones may be shorter. */
export const MIN_PASSWORD_LENGTH = 12;
/** Bounds the work of one request. */
export const MAX_PASSWORD_LENGTH = 200;
