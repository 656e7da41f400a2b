/** Longest name of an integration, for the form and for the schema. */
export const MAX_NAME_LENGTH = 120;

export const MAX_AT_ONCE = 2_000;
