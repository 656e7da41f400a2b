import { headerOf, type SeenAnswer } from "@/lib/connectors/net/seen-answer";

// Who answered if it was not the shop's API: an ordered table, the surest signs first. Sources: vendors' documentation and templates,
// wafw00f's signatures, pages of real servers. A row names software by its own page or header alone: a CDN in front may not have refused.

/**
 * What a sign means. `challenge`: a browser check · `block` · `rate_limit` · `origin_error`: the front cannot reach the shop ·
 * `maintenance` · `page`: a web server's page, whose status decides · `client_certificate` · `plain_http`: http on a TLS port ·
 * `login`: a password form.
 */
type Sign = "challenge" | "block" | "rate_limit" | "origin_error" | "maintenance" | "page" | "client_certificate" | "plain_http" | "login";

export interface Fingerprint {
  /** Code of the software, a key of `blockers` in the message files; null for unsigned pages. */
  software: string | null;
  sign: Sign;
  evidence: string;
}

interface Row {
  software: string | null;
  sign: Sign;
  status?: readonly number[];
  /** All named headers must match. */
  headers?: Readonly<Record<string, RegExp>>;
  body?: RegExp;
  /** For text that a shop's regular page may contain as well: matched in small pages only. */
  isSmall?: true;
}

const SMALL_PAGE_CHARACTERS = 16_000;

/** Signs that outweigh the rest of the response: matched before the application is recognised. */
const ALWAYS: readonly Row[] = [
  { software: "cloudflare", sign: "challenge", headers: { "cf-mitigated": /challenge/i } },
  { software: "aws_waf", sign: "challenge", headers: { "x-amzn-waf-action": /challenge|captcha/i } },
  { software: "sucuri", sign: "block", headers: { "x-sucuri-block": /./ } },
  { software: "imunify360", sign: "challenge", body: /Imunify360 bot-protection/i },
  { software: "siteground", sign: "challenge", body: /\/\.well-known\/(?:sgcaptcha|captcha)\//i },
  { software: "siteground", sign: "challenge", headers: { "sg-captcha": /challenge/i } },
  { software: "aesecure", sign: "block", headers: { "aesecure-code": /./ } },
  { software: "naxsi", sign: "block", headers: { "x-data-origin": /^naxsi/i } },
];

/** Varnish has one error page; its status shows whether the backend is unreachable. */
const OF_VARNISH = /Guru Meditation|Backend fetch failed|Varnish cache server/i;

/** HAProxy's pages for configured refusals, matched by their markup: other servers use some of these sentences. */
const OF_HAPROXY =
  /^<html><body><h1>\d{3} [\w -]{1,40}<\/h1>\s{1,4}\.?(?:You need a valid user and password|Your browser (?:sent|didn't send) a|The resource (?:could not be found|is no longer available and)|An internal server error occurred|The request entity exceeds|The server (?:cannot process the contained|does not support the functionality)|Request sent to a non-authoritative)/i;

/** A proxy signs its refusals and its errors about an unreachable shop alike; the status decides. */
const ofProxy = (software: string, body: RegExp): readonly Row[] => [
  { software, sign: "origin_error", status: [500, 502, 503, 504], body },
  { software, sign: "block", body },
];

/** Statuses of firewall pages that are no refusal by themselves. */
const SAYING_NOTHING = [200, 201, 202, 203, 404, 429, 500, 503];
/** The first text is a database's message to the shop, not the shop's to its visitors. */
const REFUSED =
  "access (?:(?:was|is|has been) )?(?:denied(?! for user)|forbidden|blocked|restricted)|forbidden|(?:request|you have been|you are|ip(?: address)?|visitor|connection) (?:(?:was|is|has been) )?(?:blocked|denied|rejected)|zugriff verweigert|acc[eè]s (?:refus|interdit)|toegang geweigerd|acceso denegado|accesso negato";
const REFUSING_HEADLINE = new RegExp(`<(title|h1)[^>]*>[^<]*(?:${REFUSED})[^<]*</\\1>`, "i");
/** Nothing but this text, possibly with a number. */
const REFUSING_TEXT = new RegExp(`^\\s{0,20}(?:error:? )?(?:\\d{3}:? )?(?:${REFUSED}|blocked\\b)[^<{]{0,300}$`, "i");
/** In one of its first values. */
const REFUSING_JSON = new RegExp(`^\\s{0,20}\\{[^<]{0,400}?:\\s{0,5}"[^"<]{0,120}(?:${REFUSED}|blocked\\b)`, "i");

/** Signs of pages; matched only if the application did not answer. */
const PAGES: readonly Row[] = [
  { software: "cloudflare", sign: "challenge", body: /\/cdn-cgi\/challenge-platform\/|_cf_chl_opt|<title>Just a moment\.\.\./i },
  { software: "cloudflare", sign: "rate_limit", body: /error code: 1015\b|"error_code":\s*1015\b/i },
  {
    software: "cloudflare",
    sign: "block",
    body: /error code: 10(?:05|06|07|08|09|10|12|20)\b|"error_code":\s*10(?:05|06|07|08|09|10|12|20)\b/i,
  },
  { software: "cloudflare", sign: "rate_limit", status: [429], body: /used Cloudflare to restrict access/i },
  {
    software: "cloudflare",
    sign: "block",
    body: /Attention Required! \| Cloudflare|Sorry, you have been blocked|used Cloudflare to restrict access/i,
  },
  { software: "cloudflare", sign: "origin_error", status: [520, 521, 522, 523, 524, 525, 526, 530] },
  ...ofProxy("sucuri", /Sucuri WebSite Firewall|sucuri-firewall-block|cloudproxy@sucuri\.net/i),
  ...ofProxy("imperva", /Incapsula incident ID|_Incapsula_Resource/i),
  ...ofProxy("akamai", /errors(?:\.|&#46;)edgesuite(?:\.|&#46;)net/i),
  { software: "akamai", sign: "block", headers: { server: /AkamaiGHost/i }, body: /Access Denied/i },
  ...ofProxy("cloudfront", /Generated by cloudfront|The request could not be satisfied|CloudFront (?:wasn't able|attempted) to/i),
  ...ofProxy("azure_application_gateway", /Microsoft-Azure-Application-Gateway/i),
  { software: "aws_waf", sign: "block", headers: { server: /^awselb/i }, status: [403] },
  { software: "aws_alb", sign: "origin_error", headers: { server: /^awselb/i }, status: [502, 503, 504] },
  { software: "ddos_guard", sign: "challenge", body: /\/ddos-guard\/js-challenge\/|check\.ddos-guard\.net/i },
  { software: "ddos_guard", sign: "block", headers: { server: /ddos-guard/i }, status: [403], body: /ddos-guard/i },
  { software: "qrator", sign: "block", headers: { server: /^QRATOR/i }, status: [401, 403], body: /qrator/i },
  ...ofProxy("godaddy", /GoDaddy (?:website firewall|security)/i),
  ...ofProxy("sitelock", /SiteLock incident ID/i),
  { software: "siteground", sign: "challenge", body: /Our system thinks you might be a robot/i },
  { software: "siteground", sign: "block", body: /access is restricted due to a security rule/i },
  { software: "imunify360", sign: "challenge", body: /imunify360-preloader|protected by imunify360/i },
  { software: "imunify360", sign: "challenge", headers: { server: /imunify360/i } },
  { software: "litespeed", sign: "challenge", body: /\/\.lsrecap\/recaptcha|lsrecaptcha-form|<title>Bot Verification/i },
  { software: "stackpath", sign: "block", body: /<title>StackPath/i },
  { software: "perimeterx", sign: "challenge", body: /client\.perimeterx\.net|px-captcha/i },
  { software: "anubis", sign: "challenge", body: /id="anubis_challenge"|\/\.within\.website\/x\/cmd\/anubis/i },
  { software: "vercel", sign: "challenge", body: /Vercel Security Checkpoint/i },
  { software: "bitninja", sign: "challenge", body: /Security check by BitNinja/i },
  { software: "wallarm", sign: "block", headers: { server: /nginx-wallarm/i }, status: [403], body: /wallarm|malicious activity blocked/i },
  {
    software: "reblaze",
    sign: "block",
    headers: { "set-cookie": /^rbzid=/i },
    status: [403],
    body: /reblaze|access denied \(403\)|current session has been terminated/i,
  },
  // Its limits for crawlers, visitors, pages, 404s and all requests.
  { software: "wordfence", sign: "rate_limit", body: /exceeded the maximum (?:global requests|number of [\w ]{1,40}) per minute/i },
  {
    software: "wordfence",
    sign: "block",
    body: /Generated by Wordfence|Your access to this site has been limited by the site owner|temporarily locked out/i,
  },
  { software: "wordfence", sign: "block", body: /A potentially unsafe operation has been detected in your request/i },
  { software: "ninjafirewall", sign: "block", body: /<title>NinjaFirewall|For security reasons, it was blocked and logged/i },
  { software: "shield", sign: "block", body: /You were blocked by the Shield|remaining transgression\(s\) against this site/i },
  { software: "secupress", sign: "block", body: /<title>SecuPress/i },
  { software: "wp_cerber", sign: "block", body: /We're sorry, you are not allowed to proceed/i },
  { software: "malcare", sign: "block", body: /Firewall powered by MalCare|blocked because of malicious activities/i },
  { software: "bulletproof", sign: "block", body: /bpsMessage/ },
  {
    software: "modsecurity",
    sign: "block",
    body: /generated by Mod_Security|rules of the mod_security module|Protected by Mod_Security|\/modsecurity_errorpage\//i,
  },
  {
    software: "modsecurity",
    sign: "block",
    status: [406],
    // Apache's own page for this status has the same text without the exclamation mark.
    body: /Not Acceptable![\s\S]{0,400}An appropriate representation of the requested resource could not be found/i,
  },
  { software: "naxsi", sign: "block", body: /blocked by naxsi/i },
  { software: "urlscan", sign: "block", body: /Rejected-By-UrlScan/i },
  { software: "plesk", sign: "page", body: /powered by Plesk/i },
  {
    software: "magento",
    sign: "maintenance",
    status: [503],
    body: /Error 503: Service Unavailable[\s\S]*(?:maintenance downtime|errors(?:\/|&#x2F;)default)/i,
  },
  { software: "varnish", sign: "origin_error", status: [500, 502, 503, 504], body: OF_VARNISH },
  { software: "varnish", sign: "rate_limit", status: [429], body: OF_VARNISH },
  { software: "varnish", sign: "block", status: [400, 401, 403, 404, 405, 406, 410, 418, 451], body: OF_VARNISH },
  { software: "haproxy", sign: "block", body: /Request forbidden by administrative rules/i },
  { software: "haproxy", sign: "block", body: /request was made of a resource using a request method not supported/i },
  { software: "haproxy", sign: "rate_limit", body: /You have sent too many requests in a given amount of time/i },
  { software: "haproxy", sign: "origin_error", body: /No server is available to handle this request/i },
  {
    software: "haproxy",
    sign: "origin_error",
    status: [502, 504],
    body: /The server (?:returned an invalid or incomplete response|didn't respond in time)/i,
  },
  { software: "haproxy", sign: "page", body: OF_HAPROXY },
  { software: "nginx", sign: "client_certificate", body: /No required SSL certificate was sent|The SSL certificate error/i },
  { software: "nginx", sign: "plain_http", body: /The plain HTTP request was sent to HTTPS port/i },
  { software: "apache", sign: "plain_http", body: /speaking plain HTTP to an SSL-enabled server port/i },
  { software: "openresty", sign: "page", body: /<center>openresty/i },
  { software: "nginx", sign: "page", body: /<hr><center>nginx/i },
  { software: "litespeed", sign: "page", body: /Proudly powered by LiteSpeed Web Server/i },
  {
    software: "apache",
    sign: "page",
    body: /<!DOCTYPE HTML PUBLIC "-\/\/(?:IETF\/\/DTD HTML 2\.0|W3C\/\/DTD HTML 4\.01)\/\/EN"[^>]{0,80}>[\s\S]{0,120}<title>\d{3} /i,
  },
  // Its translated pages as shipped by Debian: none has the status in its title.
  { software: "apache", sign: "page", body: /<link rev="made" href="mailto:[\s\S]{0,4000}<h2>[^<]{1,20}\d{3}<\/h2>\s{1,20}<address>/i },
  { software: "apache", sign: "page", headers: { server: /^Apache/i }, body: /<title>\d{3} [\s\S]{0,400}<address>Apache/i },
  { software: "lighttpd", sign: "page", headers: { server: /^lighttpd/i }, body: /<title>\d{3}/i },
  { software: "iis", sign: "page", headers: { server: /^Microsoft-IIS/i }, body: /<title>(?:\d{3}|IIS)|Server Error|HTTP Error \d{3}/i },
  { software: "caddy", sign: "page", headers: { server: /^Caddy/i } },
  // Their headers are on the shop's own responses too and their pages are unspecific: last, after all servers that sign.
  {
    software: "azure_front_door",
    sign: "block",
    headers: { "x-azure-ref": /./ },
    status: [403],
    body: /the request is blocked|403 forbidden/i,
  },
  { software: "google_cloud_armor", sign: "block", headers: { via: /1\.1 google/i }, status: [403], body: /403 forbidden|<title>403/i },
  // Unsigned pages: recognised by their text, in small pages only.
  {
    software: null,
    sign: "challenge",
    isSmall: true,
    body: /hcaptcha\.com\/1\/api\.js|challenges\.cloudflare\.com\/turnstile|recaptcha\/(?:api|enterprise)\.js|class="[^"]*(?:g-recaptcha|h-captcha|cf-turnstile)|slowAES\.decrypt/i,
  },
  {
    software: null,
    sign: "challenge",
    isSmall: true,
    body: /<(title|h1)[^>]*>[^<]*(?:checking your browser|are you (?:a )?(?:human|robot)|you are (?:a )?human|security (?:check|verification)|bot (?:check|detection|verification)|ddos protection)[^<]*<\/\1>/i,
  },
  { software: null, sign: "challenge", isSmall: true, body: /document\.cookie\s*=[\s\S]{0,400}location\.(?:reload|href|replace)/i },
  {
    software: null,
    sign: "login",
    isSmall: true,
    status: [200, 401, 403],
    body: /<input[^>]+type=["']?password\b/i,
  },
  { software: null, sign: "block", isSmall: true, status: SAYING_NOTHING, body: REFUSING_HEADLINE },
  { software: null, sign: "block", isSmall: true, status: SAYING_NOTHING, body: REFUSING_TEXT },
  { software: null, sign: "block", isSmall: true, status: SAYING_NOTHING, body: REFUSING_JSON },
];

const SERVERS: readonly (readonly [software: string, header: RegExp])[] = [
  ["openresty", /^openresty(?:\/([\d.]+))?/i],
  ["nginx", /^nginx(?:\/([\d.]+))?/i],
  ["apache", /^Apache(?:\/([\d.]+))?/i],
  ["litespeed", /^(?:Open)?LiteSpeed(?:\/([\d.]+))?/i],
  ["iis", /^Microsoft-IIS(?:\/([\d.]+))?/i],
  ["caddy", /^Caddy(?:\/([\d.]+))?/i],
  ["lighttpd", /^lighttpd(?:\/([\d.]+))?/i],
  ["cloudflare", /^cloudflare/i],
  ["varnish", /^Varnish/i],
  ["sucuri", /^Sucuri/i],
  ["akamai", /^AkamaiGHost/i],
  ["imunify360", /^imunify360/i],
];

/** Fronts that set their Server header on every response, including the shop's own refusals. */
const FRONTS: ReadonlySet<string> = new Set(["cloudflare", "sucuri"]);

/** Whether a Server header names a front, which says nothing about who answered. */
export const isFront = (server: string | null | undefined): boolean => FRONTS.has(server ?? "");

function matches(row: Row, answer: SeenAnswer, body: string): string | null {
  if (row.status && !row.status.includes(answer.status)) return null;
  if (row.isSmall && answer.text.length > SMALL_PAGE_CHARACTERS) return null;
  const evidence: string[] = [];
  for (const [name, pattern] of Object.entries(row.headers ?? {})) {
    const value = answer.headers.find(([known, text]) => known === name && pattern.test(text))?.[1];
    if (value === undefined) return null;
    evidence.push(`${name}: ${value.slice(0, 60)}`);
  }
  if (row.body) {
    const found = row.body.exec(body)?.[0];
    if (found === undefined) return null;
    evidence.push(found.slice(0, 80));
  }
  return evidence.join("; ") || `status ${answer.status}`;
}

function findRow(rows: readonly Row[], answer: SeenAnswer): Fingerprint | null {
  const body = answer.text.slice(0, 65_536);
  for (const row of rows) {
    const evidence = matches(row, answer, body);
    if (evidence !== null) return { software: row.software, sign: row.sign, evidence };
  }
  return null;
}

/** Matched before the application is recognised. */
export const findFrontSign = (answer: SeenAnswer): Fingerprint | null => findRow(ALWAYS, answer);

/** Whose page this is; only for responses that are not the application's. */
export const findPageSign = (answer: SeenAnswer): Fingerprint | null => findRow(PAGES, answer);

/** The web server or front by its Server header (see `isFront`). */
export function readServer(answer: Pick<SeenAnswer, "headers">): { software: string; version: string | null } | null {
  const header = headerOf(answer, "server");
  for (const [software, pattern] of SERVERS) {
    const match = pattern.exec(header);
    if (match) return { software, version: match[1] ?? null };
  }
  return null;
}

/** The web server by its Server header; null if that names a front. */
export function readOwnServer(answer: Pick<SeenAnswer, "headers">): ReturnType<typeof readServer> {
  const server = readServer(answer);
  return isFront(server?.software) ? null : server;
}
