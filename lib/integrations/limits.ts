/** Longest name of an integration, for the form and for the schema. */
export const MAX_NAME_LENGTH = 120;

/** Most shops that one press may meet. */
export const MAX_AT_ONCE = 2_000;
