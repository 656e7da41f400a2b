// Apart from the schemas, since the browser loads them without zod.

export const MAX_SHIPMENTS = 5_000;

/** Delay before parcels marked in bulk are pushed; until then they can be undone. */
export const UNDO_SECONDS = 15;
export const MAX_CARRIER_LENGTH = 60;
export const MAX_TRACKING_NUMBER_LENGTH = 100;
