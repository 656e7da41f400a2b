/** Starts the line "reply above" of mails that accept replies. */
export const REPLY_MARK = "##-";
