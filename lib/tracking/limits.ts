/** A merchant's CSV of a busy day; more is more than one file. */
export const MAX_SHIPMENTS = 5_000;
/** What the web server takes in one press, with room for the envelope. */
export const MAX_CSV_LENGTH = 900_000;
