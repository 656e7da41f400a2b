import { type Row, row, SHOP_SOFTWARE } from "@/lib/check/diagnosis/signs/row";

/** Statuses of firewall pages that are not refusals by themselves. */
const SAYING_NOTHING = [200, 201, 202, 203, 404, 429, 500, 503];
const REFUSALS = [403, 405, 406, 418, 451];
/** "Access denied for user" is a database's message to the shop, not a refusal of visitors. */
const REFUSED =
  "access (?:(?:was|is|has been) )?(?:denied(?! for user)|forbidden|blocked|restricted)|forbidden|(?:request|you have been|you are|ip(?: address)?|visitor|connection) (?:(?:was|is|has been) )?(?:blocked|denied|rejected)|zugriff verweigert|acc[eè]s (?:refus|interdit)|toegang geweigerd|acceso denegado|accesso negato";
const REFUSING_HEADLINE = new RegExp(REFUSED, "i");
/** The whole body is this text, possibly with a number. */
const REFUSING_TEXT = new RegExp(`^\\s{0,20}(?:error:? )?(?:\\d{3}:? )?(?:${REFUSED}|blocked\\b)[^<{]{0,300}$`, "i");
/** JSON with this text in one of its first values. */
const REFUSING_JSON = new RegExp(`^\\s{0,20}\\{[^<]{0,400}?:\\s{0,5}"[^"<]{0,120}(?:${REFUSED}|blocked\\b)`, "i");

/** Pages without a name, recognised by their text, in small pages only. */
export const UNSIGNED_PAGES: readonly Row[] = [
  row(
    null,
    "challenge",
    /hcaptcha\.com\/1\/api\.js|challenges\.cloudflare\.com\/turnstile|recaptcha\/(?:api|enterprise)\.js|class="[^"]{0,200}(?:g-recaptcha|h-captcha|cf-turnstile)|slowAES\.decrypt/i,
    { isSmall: true },
  ),
  {
    software: null,
    sign: "challenge",
    headline:
      /checking your browser|are you (?:a )?(?:human|robot)|you are (?:a )?human|security (?:check|verification)|bot (?:check|detection|verification)|ddos protection/i,
    isSmall: true,
  },
  row(null, "challenge", /document\.cookie\s{0,5}=[\s\S]{0,400}location\.(?:reload|href|replace)/i, { isSmall: true }),
  row(null, "login", /<input[^<>]{1,500}type=["']?password\b/i, { isSmall: true, status: [200, 401, 403] }),
  // After all that sign: web servers' own pages are neither empty nor sent with WordPress' date of expiry.
  { software: SHOP_SOFTWARE, sign: "block", status: REFUSALS, headers: { expires: /^Wed, 11 Jan 1984 05:00:00 GMT$/ } },
  row(SHOP_SOFTWARE, "block", /^$/, { status: REFUSALS, headers: { "content-type": /^text\/html;\s{0,5}charset=utf-8/i } }),
  { software: null, sign: "block", headline: REFUSING_HEADLINE, isSmall: true, status: SAYING_NOTHING },
  row(null, "block", REFUSING_TEXT, { isSmall: true, status: SAYING_NOTHING }),
  row(null, "block", REFUSING_JSON, { isSmall: true, status: SAYING_NOTHING }),
];
