/** Longest name of an integration, for the form and for the schema. */
export const MAX_NAME_LENGTH = 120;

/** Maximum shops of one bulk action. */
export const MAX_AT_ONCE = 2_000;
