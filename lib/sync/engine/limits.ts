/** An anchor that shares its second with more orders would cost more than it proves. */
export const MAX_ANCHOR_CROWD = 20;
/** Newest orders that a Refresh rereads, since shops change some without a new modification time. Fits one page of every shop system. */
export const REREAD_ORDERS = 25;
/** How often all imported orders are compared if that takes more than one request, and a known difference is searched again. */
export const COUNT_CHECK_INTERVAL_HOURS = 6;
/** Postpones a claimed row until its run or probe sets the real time; short enough to notice a lost one. */
export const PUT_OFF_SECONDS = 900;
