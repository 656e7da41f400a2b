import { headerOf, isHtmlPage, type SeenAnswer } from "@/lib/connectors/net/seen-answer";
import { detectFromPage } from "@/lib/connectors/probes";

// Who answered if it was not the shop's API: an ordered table, the surest signs first. Sources: vendors' documentation and templates,
// wafw00f's signatures, pages of real servers. A row names software by its own page or header alone: a CDN in front may not have refused.

/**
 * What a sign means. `challenge`: a browser check · `block` · `closed_api`: the API is closed to visitors without a key · `rate_limit` · `origin_error`: the front cannot reach the
 * shop · `own_error`: the front itself is broken · `maintenance` · `page`: a web server's page, whose status decides · `client_certificate` · `plain_http`: http on a TLS port ·
 * `login`: a password form.
 */
type Sign =
  | "challenge"
  | "block"
  | "closed_api"
  | "rate_limit"
  | "origin_error"
  | "own_error"
  | "maintenance"
  | "page"
  | "client_certificate"
  | "plain_http"
  | "login";

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
  /** Must match as well, anywhere in the body. */
  also?: RegExp;
  /** Matched in the texts of the title and of main headings. */
  headline?: RegExp;
  /** For text that a shop's regular page may contain as well: matched in small pages only. */
  isSmall?: true;
}

const SMALL_PAGE_CHARACTERS = 16_000;

type Further = Pick<Row, "status" | "headers" | "isSmall" | "also">;
const row = (software: string | null, sign: Sign, body: RegExp, further: Further = {}): Row => ({ software, sign, body, ...further });

const OF_O2SWITCH = /<(?:title|h1)\b[^<>]{0,80}>[^<]{0,80}Test de s(?:é|e|&eacute;)curit(?:é|e|&eacute;)/i;

/** Signs that outweigh the rest of the response: matched before the application is recognised. */
const ALWAYS: readonly Row[] = [
  { software: "cloudflare", sign: "challenge", headers: { "cf-mitigated": /challenge/i } },
  { software: "aws_waf", sign: "challenge", headers: { "x-amzn-waf-action": /challenge|captcha/i } },
  { software: "sucuri", sign: "block", headers: { "x-sucuri-block": /./ } },
  row("imunify360", "challenge", /Imunify360 bot-protection/i),
  row("siteground", "challenge", /\/\.well-known\/(?:sgcaptcha|captcha)\//i),
  { software: "siteground", sign: "challenge", headers: { "sg-captcha": /challenge/i } },
  { software: "aesecure", sign: "block", headers: { "aesecure-code": /./ } },
  { software: "naxsi", sign: "block", headers: { "x-data-origin": /^naxsi/i } },
  // A price for crawlers, or a refused payment or signature.
  { software: "cloudflare_bots", sign: "block", status: [402], headers: { "crawler-price": /./ } },
  { software: "cloudflare_bots", sign: "block", status: [400, 402, 403], headers: { "crawler-error": /./ } },
  { software: "aws_waf", sign: "block", status: [402], headers: { "payment-required": /./ } },
  row("hostinger", "challenge", /\/hcdn-cgi\/jschallenge/i),
  // Redirects to the same URL with a cookie; 307 keeps the method, so nothing about the redirect is wrong.
  { software: "o2switch", sign: "challenge", status: [307, 403, 503], headers: { "tiger-protect-security": /./ } },
  { software: "o2switch", sign: "challenge", status: [302, 307, 403, 503], headers: { "set-cookie": /^o2s-chl=/i } },
  row("o2switch", "challenge", OF_O2SWITCH, { status: [503] }),
  row("o2switch", "challenge", OF_O2SWITCH, { status: [403, 429], headers: { server: /^o2switch/i } }),
  row("bunny", "challenge", /bunny-shield\/assets\/shield-challenge/i),
  row("crowdsec", "challenge", /crowdsec_captcha/i),
  { software: "datadome", sign: "challenge", headers: { "x-dd-b": /./ } },
  { software: "datadome", sign: "challenge", status: [401, 403, 429], headers: { server: /^DataDome/i } },
  // Behind another front it has no header of its own.
  row("datadome", "challenge", /(?:geo|ct)\.captcha-delivery\.com/i, { status: [401, 403, 405, 429] }),
  // With status 429 that no waiting ends.
  { software: "vercel", sign: "challenge", headers: { "x-vercel-mitigated": /challenge/i } },
  { software: "vercel", sign: "block", headers: { "x-vercel-mitigated": /./ } },
  { software: "kasada", sign: "challenge", status: [403, 429], headers: { "x-kpsdk-ct": /./ } },
  { software: "kasada", sign: "challenge", status: [403, 429], headers: { "x-kasada-challenge": /./ } },
  row("kasada", "challenge", /\bwindow\.KPSDK\b/, { status: [403, 429] }),
  row("akamai", "challenge", /"sec-cp-challenge"/, { status: [428] }),
  { software: "radware", sign: "challenge", status: [302, 303, 307], headers: { location: /^https?:\/\/validate\.perfdrive\.com\//i } },
  { software: "jetpack", sign: "block", headers: { "x-jetpackwaf-blocked": /./ } },
  // Link11 runs Reblaze's challenge.
  { software: "link11", sign: "challenge", status: [247, 248, 403], headers: { server: /^rhino-core-shield/i }, body: /\brbzns\b/ },
  { software: "link11", sign: "rate_limit", status: [429, 474, 481], headers: { server: /^rhino-core-shield/i } },
  { software: "link11", sign: "block", status: [492], headers: { server: /^rhino-core-shield/i } },
  row("reblaze", "challenge", /\bwindow\.rbzns\b/, { status: [200, 247, 403] }),
  row("imunify360", "challenge", /[?&]wsidchk=|\bid="?wsidchk/i),
  row("safeline", "challenge", /\bSafeLineChallenge\(/),
  row("qrator", "challenge", /"\/__qrator\/qauth/, { status: [401, 403] }),
  row("alibaba_cloud", "challenge", /\bacw_sc__v[23]\b|aliyun_waf_aa/, { isSmall: true }),
  // The rule admits bots that sign their requests, which we do not.
  { software: "web_bot_auth", sign: "block", status: [401, 403, 429], headers: { "accept-signature": /./ } },
];

/** Varnish has one error page; its status shows whether the backend is unreachable. */
const OF_VARNISH = /Guru Meditation|Backend fetch failed|Varnish cache server/i;

const OF_F5 = /The requested URL was rejected\. Please consult with your administrator|\bF5 site: /i;

/** The name of a Fastly server, which its otherwise usual Varnish page shows. */
const OF_FASTLY = /<p>Details: cache-[a-z]{3}|Fastly error: /i;

/** HAProxy's pages for configured refusals, matched by their markup: other servers use some of these sentences. */
const OF_HAPROXY =
  /^<html><body><h1>\d{3} [\w -]{1,40}<\/h1>\s{1,4}\.?(?:You need a valid user and password|Your browser (?:sent|didn't send) a|The resource (?:could not be found|is no longer available and)|An internal server error occurred|The request entity exceeds|The server (?:cannot process the contained|does not support the functionality)|Request sent to a non-authoritative)/i;

/** A proxy signs both its refusals and its errors about an unreachable shop; the status decides. */
const ofProxy = (software: string, body: RegExp): readonly Row[] => [
  { software, sign: "origin_error", status: [500, 502, 503, 504], body },
  { software, sign: "block", body },
];

/** Statuses of firewall pages that are not refusals by themselves. */
const SAYING_NOTHING = [200, 201, 202, 203, 404, 429, 500, 503];
/** A plugin or module of the shop that no page names. */
export const SHOP_SOFTWARE = "shop_software";

const REFUSALS = [403, 405, 406, 418, 451];
/** "Access denied for user" is a database's message to the shop, not a refusal of visitors. */
const REFUSED =
  "access (?:(?:was|is|has been) )?(?:denied(?! for user)|forbidden|blocked|restricted)|forbidden|(?:request|you have been|you are|ip(?: address)?|visitor|connection) (?:(?:was|is|has been) )?(?:blocked|denied|rejected)|zugriff verweigert|acc[eè]s (?:refus|interdit)|toegang geweigerd|acceso denegado|accesso negato";
const REFUSING_HEADLINE = new RegExp(REFUSED, "i");
/** The whole body is this text, possibly with a number. */
const REFUSING_TEXT = new RegExp(`^\\s{0,20}(?:error:? )?(?:\\d{3}:? )?(?:${REFUSED}|blocked\\b)[^<{]{0,300}$`, "i");
/** JSON with this text in one of its first values. */
const REFUSING_JSON = new RegExp(`^\\s{0,20}\\{[^<]{0,400}?:\\s{0,5}"[^"<]{0,120}(?:${REFUSED}|blocked\\b)`, "i");

/** Signs of pages; matched only if the application did not answer. */
const PAGES: readonly Row[] = [
  row("cloudflare", "challenge", /\/cdn-cgi\/challenge-platform\/|_cf_chl_opt|<title>Just a moment\.\.\./i),
  row("cloudflare", "rate_limit", /error code: 1015\b|"error_code":\s{0,5}1015\b/i),
  row("cloudflare", "block", /error code: 10(?:05|06|07|08|09|10|12|20)\b|"error_code":\s{0,5}10(?:05|06|07|08|09|10|12|20)\b/i),
  row("cloudflare", "rate_limit", /used Cloudflare to restrict access/i, { status: [429] }),
  row("cloudflare", "block", /Attention Required! \| Cloudflare|Sorry, you have been blocked|used Cloudflare to restrict access/i),
  row("cloudflare_bots", "block", /^\s{0,20}(?:<[^<>]{1,40}>\s{0,5}){0,8}Your request was blocked\.?/i, {
    status: [403],
    headers: { server: /^cloudflare/i },
  }),
  row("cloudflare_bots", "block", /InvalidSignature/, { status: [400], headers: { server: /^cloudflare/i } }),
  // Of its three stations (you, Cloudflare, host), Cloudflare itself carries the error.
  row(
    "cloudflare",
    "own_error",
    /id="cf-cloudflare-status"[^>]{0,200}cf-error-source|cf-error-source[^>]{0,200}id="cf-cloudflare-status"/i,
    {
      status: [500],
    },
  ),
  { software: "cloudflare", sign: "origin_error", status: [520, 521, 522, 523, 524, 525, 526, 530] },
  row("cloudflare", "own_error", /<title>[^<]{1,120}\| 500: Internal server error<\/title>/i, {
    status: [500],
    headers: { server: /^cloudflare/i },
  }),
  row("cloudflare", "own_error", /<hr><center>cloudflare/i, { status: [500, 502, 504] }),
  row("cloudflare", "block", /<hr><center>cloudflare/i, { status: [403, 405] }),
  ...ofProxy("sucuri", /Sucuri WebSite Firewall|sucuri-firewall-block|cloudproxy@sucuri\.net/i),
  ...ofProxy("imperva", /Incapsula incident ID|_Incapsula_Resource/i),
  ...ofProxy("akamai", /errors(?:\.|&#46;)edgesuite(?:\.|&#46;)net/i),
  row("akamai", "block", /Access Denied/i, { headers: { server: /AkamaiGHost/i } }),
  row("aws_waf", "block", /Request blocked\.\s{1,20}We can't connect to the server/i, {
    also: /Generated by cloudfront/i,
    status: [403],
  }),
  ...ofProxy("cloudfront", /Generated by cloudfront|The request could not be satisfied|CloudFront (?:wasn't able|attempted) to/i),
  ...ofProxy("azure_application_gateway", /Microsoft-Azure-Application-Gateway/i),
  { software: "aws_waf", sign: "block", headers: { server: /^awselb/i }, status: [403] },
  { software: "aws_alb", sign: "origin_error", headers: { server: /^awselb/i }, status: [502, 503, 504] },
  { software: "azure_application_gateway", sign: "challenge", headers: { "set-cookie": /^appgw_azwaf_/i } },
  row("azure_application_gateway", "challenge", /appgw_azwaf_jsclearance/, { status: [403] }),
  row("azure_front_door", "challenge", /afd_azwaf_jsclearance/, { status: [403] }),
  row("ddos_guard", "challenge", /\/ddos-guard\/js-challenge\/|check\.ddos-guard\.net/i),
  row("ddos_guard", "block", /ddos-guard/i, { headers: { server: /ddos-guard/i }, status: [403] }),
  row("qrator", "block", /qrator/i, { headers: { server: /^QRATOR/i }, status: [401, 403] }),
  ...ofProxy("godaddy", /GoDaddy (?:website firewall|security)/i),
  ...ofProxy("sitelock", /SiteLock incident ID/i),
  row("siteground", "challenge", /Our system thinks you might be a robot/i),
  row("siteground", "block", /access is restricted due to a security rule/i),
  row("imunify360", "challenge", /imunify360-preloader|protected by imunify360/i),
  { software: "imunify360", sign: "challenge", headers: { server: /imunify360/i } },
  row("litespeed", "challenge", /\/\.lsrecap\/recaptcha|lsrecaptcha-form|<title>Bot Verification/i),
  row("barracuda", "block", /Barracuda Networks/i, { isSmall: true, status: [400, 403, 404, 405, 406] }),
  { software: "barracuda", sign: "block", status: [403], headers: { "set-cookie": /^(?:barra_counter_session|BNI__BARRACUDA)/i } },
  row("radware_appwall", "block", /CloudWebSec\.radware\.com/i),
  row("radware_appwall", "block", /Unauthorized (?:Activity Has Been Detected|Request Blocked)/i, { also: /Case Number/i }),
  row("netscaler", "block", /(?:NS Transaction|AppFW Session) id|APPFW_/i, { isSmall: true }),
  row("sophos", "block", /Powered by (?:Sophos )?UTM Web Protection/i),
  row("alibaba_cloud", "block", /errors?\.aliyun(?:dun)?\.(?:com|net)|alicdn\.com\/sd-base\/static\/[\d.]{5,12}\/image\/405\.png/i, {
    status: [403, 405],
  }),
  row("tencent_cloud", "block", /waf\.tencent-?(?:cloud)?\.com\//i),
  { software: "huawei_cloud", sign: "block", status: [403, 418], headers: { server: /^HuaweiCloudWAF/i } },
  row("link11", "block", /link11/i, { status: [403, 429], headers: { server: /^rhino-core-shield/i } }),
  row("myra", "block", /myracloud|Myra Security/i, { status: [403, 429], headers: { server: /^myracloud/i } }),
  row("stackpath", "block", /<title>StackPath/i),
  row("f5", "rate_limit", OF_F5, { status: [429] }),
  row("f5", "origin_error", /\bF5 site: /, { status: [502, 503, 504] }),
  row("f5", "block", OF_F5),
  row("fortiweb", "block", /fgd_icon/i, { also: /web page blocked/i }),
  row("safeline", "block", /<!-- event_id: |SafeLine WAF/, { status: [403, 405] }),
  row("go_away", "challenge", /\/\.well-known\/\.git\.gammaspectra\.live\/git\/go-away\//i),
  row("perimeterx", "challenge", /client\.perimeterx\.net|px-captcha|"appId":\s{0,5}"PX\w{1,20}","jsClientSrc"/i),
  row("anubis", "challenge", /id="anubis_challenge"|\/\.within\.website\/x\/(?:cmd\/anubis|xess\/)/i),
  row("vercel", "challenge", /Vercel Security Checkpoint/i),
  row("bitninja", "challenge", /Security check by BitNinja|Visitor anti-robot validation/i),
  { software: "bitninja", sign: "challenge", headers: { server: /^BitNinja Captcha/i } },
  row("wallarm", "block", /wallarm|malicious activity blocked/i, { headers: { server: /nginx-wallarm/i }, status: [403] }),
  row("reblaze", "block", /reblaze|access denied \(403\)|current session has been terminated/i, {
    headers: { "set-cookie": /^rbzid=/i },
    status: [403],
  }),
  // Its limits for crawlers, visitors, pages, 404s and all requests.
  row("wordfence", "rate_limit", /exceeded the maximum (?:global requests|number of [\w ]{1,40}) per minute/i),
  row("wordfence", "block", /Generated by Wordfence|Your access to this site has been limited by the site owner|temporarily locked out/i),
  // The link stays in pages of every language.
  row("wordfence", "block", /www\.wordfence\.com\/help\/\?query=locked-out/i, { status: [403, 503] }),
  row("wordfence", "block", /A potentially unsafe operation has been detected in your request/i),
  row("ninjafirewall", "block", /<title>NinjaFirewall|For security reasons, it was blocked and logged/i),
  row("shield", "block", /You were blocked by the Shield|remaining transgression\(s\) against this site|\| Shield Security<\/title>/i),
  { software: "defender", sign: "block", status: [403], headers: { "set-cookie": /^wpdef_lockout_/ } },
  row("defender", "block", /\/plugins\/(?:defender-security|wp-defender)\/assets\//i, { status: [403] }),
  row("blackhole", "block", /<h1>You have been banned from this site\.<\/h1>/i, { status: [403] }),
  // The REST API closed to guests, by `wp_die`: a visitor with a key passes.
  row("aios", "closed_api", /wp-die-message">\s{0,5}You are not authorized to perform this action\./i, { status: [403] }),
  row("secupress", "block", /<title>SecuPress/i),
  row("wp_cerber", "block", /We're sorry, you are not allowed to proceed/i),
  row("crowdsec", "block", /<title>[^<]{0,80}CrowdSec|www\.crowdsec\.net/i, { status: [401, 403, 429, 503] }),
  row("bunny", "challenge", /Establishing a secure connection/i, { status: [403, 429, 503], headers: { server: /^BunnyCDN/i } }),
  row("solid_security", "block", /flagged as a threat by the (?:iThemes Security|Solid ?Security|SolidWP|Kadence Security)/i, {
    isSmall: true,
  }),
  row("jetpack", "block", /Jetpack has locked your site(?:'|&#0?39;|’)s login page/i, { isSmall: true }),
  row("patchstack", "block", /blocked by Patchstack|WebARX.{0,10}Web Application Firewall|\/wp-content\/plugins\/webarx\/includes\//i, {
    isSmall: true,
  }),
  row("astra", "block", /www\.getastra\.com\/assets\/images|astrawebsecurity\.freshdesk\.com/i, { status: [400, 403, 406] }),
  row("cleantalk", "challenge", /ct_sfw_pass_key|apbct_antiflood_passed|SpamFireWall is activated for your IP/i, { isSmall: true }),
  row("virusdie", "block", /cdn\.virusdie\.(?:ru|com)\/splash\//i),
  row("malcare", "block", /Firewall powered by MalCare|blocked because of malicious activities/i),
  row("bulletproof", "block", /bpsMessage/),
  row(
    "modsecurity",
    "block",
    /generated by Mod_Security|rules of the mod_security module|Protected by Mod_Security|\/modsecurity_errorpage\//i,
  ),
  // Apache's own page for this status has the same text without the exclamation mark.
  row("modsecurity", "block", /Not Acceptable![\s\S]{0,400}An appropriate representation of the requested resource could not be found/i, {
    status: [406],
  }),
  row("naxsi", "block", /blocked by naxsi/i),
  row("urlscan", "block", /Rejected-By-UrlScan/i),
  row("plesk", "page", /powered by Plesk/i),
  row("magento", "maintenance", /Error 503: Service Unavailable/i, {
    also: /maintenance downtime|errors(?:\/|&#x2F;)default/i,
    status: [503],
  }),
  row("fastly", "origin_error", OF_FASTLY, { status: [500, 502, 503, 504] }),
  row("fastly", "rate_limit", OF_FASTLY, { status: [429] }),
  row("fastly", "block", OF_FASTLY, { status: [400, 401, 403, 405, 406, 410, 418, 451] }),
  row("varnish", "origin_error", OF_VARNISH, { status: [500, 502, 503, 504] }),
  row("varnish", "rate_limit", OF_VARNISH, { status: [429] }),
  row("varnish", "block", OF_VARNISH, { status: [400, 401, 403, 404, 405, 406, 410, 418, 451] }),
  row("haproxy", "block", /Request forbidden by administrative rules/i),
  row("haproxy", "block", /request was made of a resource using a request method not supported/i),
  row("haproxy", "rate_limit", /You have sent too many requests in a given amount of time/i),
  row("haproxy", "origin_error", /No server is available to handle this request/i),
  row("haproxy", "origin_error", /The server (?:returned an invalid or incomplete response|didn't respond in time)/i, {
    status: [502, 504],
  }),
  row("haproxy", "page", OF_HAPROXY),
  row("nginx", "client_certificate", /No required SSL certificate was sent|The SSL certificate error/i),
  row("nginx", "plain_http", /The plain HTTP request was sent to HTTPS port/i),
  row("apache", "plain_http", /speaking plain HTTP to an SSL-enabled server port/i),
  row("openresty", "page", /<center>openresty/i),
  row("nginx", "page", /<hr><center>nginx/i),
  row("litespeed", "page", /Proudly powered by LiteSpeed Web Server/i),
  row(
    "apache",
    "page",
    /<!DOCTYPE HTML PUBLIC "-\/\/(?:IETF\/\/DTD HTML 2\.0|W3C\/\/DTD HTML 4\.01)\/\/EN"[^>]{0,80}>[\s\S]{0,120}<title>\d{3} /i,
  ),
  // Its translated pages as shipped by Debian: none has the status in its title.
  row("apache", "page", /<link rev="made" href="mailto:/i, { also: /<h2>[^<]{1,20}\d{3}<\/h2>\s{1,20}<address>/i }),
  row("apache", "page", /<title>\d{3} [\s\S]{0,400}<address>Apache/i, { headers: { server: /^Apache/i } }),
  row("lighttpd", "page", /<title>\d{3}/i, { headers: { server: /^lighttpd/i } }),
  row("iis", "page", /<title>(?:\d{3}|IIS)|Server Error|HTTP Error \d{3}/i, { headers: { server: /^Microsoft-IIS/i } }),
  // Its own answers are empty or plain text; it also signs pages of others that it passes on.
  row("caddy", "page", /^[^<{[]{0,500}$/, { headers: { server: /^Caddy/i } }),
  // Last, after all servers that sign: these headers are also on the shop's own responses, and the pages are generic.
  row("azure_front_door", "block", /(?:^|>)\s{0,20}(?:the request is blocked|403 forbidden)\.?\s{0,20}(?:<|$)/i, {
    headers: { "x-azure-ref": /./ },
    status: [403],
  }),
  row("google_cloud_armor", "block", /(?:^|>)\s{0,20}403 forbidden\s{0,20}(?:<|$)|<title>403/i, {
    headers: { via: /1\.1 google/i },
    status: [403],
  }),
  // Unsigned pages: recognised by their text, in small pages only.
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

/** All rows, for tests and the page that lists them. */
export const FINGERPRINTS: readonly Row[] = [...ALWAYS, ...PAGES];

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
  ["hostinger", /^hcdn/i],
  ["bunny", /^BunnyCDN/i],
  ["vercel", /^Vercel/i],
];

/** Fronts that set their Server header on every response, including the shop's own refusals. */
const FRONTS: ReadonlySet<string> = new Set(["cloudflare", "sucuri", "hostinger", "bunny", "vercel"]);

/** Whether a Server header names a front, which says nothing about who answered. */
export const isFront = (server: string | null | undefined): boolean => FRONTS.has(server ?? "");

const headlinesOf = (body: string): string[] =>
  Array.from(body.matchAll(/<(?:title|h1)\b[^<>]*>([^<]*)<\/(?:title|h1)>/gi), ([, text = ""]) => text.trim());

const NO_HEADERS: readonly string[] = [];

/** Null if a header is missing. */
function findHeaderSigns({ headers: wanted }: Row, { headers }: SeenAnswer): readonly string[] | null {
  if (!wanted) return NO_HEADERS;
  const evidence: string[] = [];
  for (const name of Object.keys(wanted)) {
    const value = headers.find(([known, text]) => known === name && wanted[name]?.test(text))?.[1];
    if (value === undefined) return null;
    evidence.push(`${name}: ${value.slice(0, 60)}`);
  }
  return evidence;
}

function matches(row: Row, answer: SeenAnswer, body: string): string | null {
  if (row.status && !row.status.includes(answer.status)) return null;
  if (row.isSmall && answer.text.length > SMALL_PAGE_CHARACTERS) return null;
  const signs = findHeaderSigns(row, answer);
  if (signs === null) return null;
  const evidence = [...signs];
  if (row.also && !row.also.test(body)) return null;
  if (row.body) {
    const found = row.body.exec(body)?.[0];
    if (found === undefined) return null;
    evidence.push(found.slice(0, 80));
  }
  if (row.headline) {
    const found = headlinesOf(body).find((text) => row.headline?.test(text));
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

const ALWAYS_IN_HEADERS = ALWAYS.filter(({ headers }) => headers !== undefined);

const isSuccess = ({ status }: SeenAnswer): boolean => status >= 200 && status < 300;
const isPageOfShop = (answer: SeenAnswer): boolean => isSuccess(answer) && detectFromPage(answer) !== null;

/** Matched before the application is recognised. A success in the API's form, or a page of the shop, may only quote the text of a challenge. */
export const findFrontSign = (answer: SeenAnswer): Fingerprint | null =>
  findRow(isSuccess(answer) && (!isHtmlPage(answer) || isPageOfShop(answer)) ? ALWAYS_IN_HEADERS : ALWAYS, answer);

/** Whose page this is; only for responses that are not the application's. */
export const findPageSign = (answer: SeenAnswer): Fingerprint | null =>
  (isPageOfShop(answer) ? null : findRow(ALWAYS, answer)) ?? findRow(PAGES, answer);

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
