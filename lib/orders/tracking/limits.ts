/** A merchant's CSV of a busy day; more is more than one file. */
export const MAX_SHIPMENTS = 5_000;
/** Characters of a file that are taken in one press. */
export const MAX_CSV_LENGTH = 900_000;

/** Parcels of several orders wait so long before their shops are told: until then they can be taken back. */
export const UNDO_SECONDS = 15;
export const MAX_CARRIER_LENGTH = 60;
export const MAX_TRACKING_NUMBER_LENGTH = 100;
