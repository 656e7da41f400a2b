import { type Row, row } from "@/lib/check/diagnosis/signs/row";

const OF_O2SWITCH = /<(?:title|h1)\b[^<>]{0,80}>[^<]{0,80}Test de s(?:é|e|&eacute;)curit(?:é|e|&eacute;)/i;

/** Signs that outweigh the rest of the response: matched before the application is recognised. */
export const SURE_SIGNS: readonly Row[] = [
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
