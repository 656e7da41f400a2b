/** Why a message was dropped: everything in it belongs to a known problem that its receiver has been told of. */
export const ALREADY_NOTIFIED = "told_already";
