/** An anchor whose second it shares with more orders than this would cost more than it proves. */
export const MAX_ANCHOR_CROWD = 20;
/** Orders that a Refresh reads again, the newest ones: shops change some of them without touching their time. They fit into one page of every platform. */
export const REREAD_ORDERS = 25;
/** All that is imported is compared again after this long where that costs more than a request, and a known difference sought anew. */
export const COUNT_CHECK_INTERVAL_HOURS = 6;
/** Postpones a claimed row until its run or probe sets the real time; soon enough to notice a lost one. */
export const PUT_OFF_SECONDS = 900;
