/** Why a message was dropped: everything in it belongs to a known problem that its receiver has been told of. */
export const TOLD_ALREADY = "told_already";
