/** Begins the line above which an answer is written; mails that may be answered carry it. */
export const REPLY_MARK = "##-";
