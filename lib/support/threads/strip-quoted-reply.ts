import { REPLY_MARK } from "@/lib/notify/reply-address";

const SEPARATORS = [
  ...["original message", "ursprüngliche nachricht", "message d['’]origine", "oorspronkelijk bericht", "mensaje original"],
  ...["messaggio originale", "forwarded message", "weitergeleitete nachricht"],
];
/** Lines that start quoted text, in our languages, and the signature delimiter. */
const QUOTE_STARTS = [
  /^\s*>/,
  new RegExp(`^-{2,}\\s*(${SEPARATORS.join("|")})\\s*-{2,}`, "i"),
  /^_{10,}\s*$/,
  /^\s*\*?(from|von|de|van|da)\s?:\*?\s.+@/i,
  /^-- ?$/,
];
/** "On Wed, 25 Nov 2026 at 10:12, Mooring wrote:" in any language, on one or two lines. */
const isAttribution = (text: string): boolean => {
  const said = text.trimEnd();
  return said.endsWith(":") && /\d/.test(said);
};

/** The text of a mail reply above the quoted message. Pure. */
export function stripQuotedReply(text: string): string {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const marked = lines.findIndex((line) => line.includes(REPLY_MARK));
  const above = marked < 0 ? lines : lines.slice(0, marked);
  const quoted = above.findIndex((line) => QUOTE_STARTS.some((begins) => begins.test(line)));
  const own = quoted < 0 ? above : above.slice(0, quoted);
  while (own.length > 0 && own.at(-1)?.trim() === "") own.pop();
  if (quoted >= 0 || marked >= 0) {
    const lastTwo = own.slice(-2).join(" ");
    if (isAttribution(own.at(-1) ?? "")) own.pop();
    else if (own.length > 1 && isAttribution(lastTwo) && (own.at(-1) ?? "").trim().endsWith(":")) own.splice(-2);
  }
  return own.join("\n").trim();
}
