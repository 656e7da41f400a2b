import { FINGERPRINTS } from "@/lib/check/diagnosis/fingerprints";

// Where each row of the fingerprints comes from, and whether its refusal ends by itself. `lib/check/diagnosis/recognised-products.md` is drawn from both.

interface Product {
  /** A vendor's documentation, its source, or a list of signatures. */
  source: string;
  waitingHelps: boolean;
}

const WAFW00F = "github.com/EnableSecurity/wafw00f";
const from = (source: string, waitingHelps = false): Product => ({ source, waitingHelps });
const plugin = (slug: string): Product => from(`wordpress.org/plugins/${slug}`);

export const PRODUCTS: Readonly<Record<string, Product>> = {
  cloudflare: from("developers.cloudflare.com/support/troubleshooting/http-status-codes"),
  cloudflare_bots: from("developers.cloudflare.com/ai-crawl-control"),
  aws_waf: from("docs.aws.amazon.com/waf"),
  aws_alb: from("docs.aws.amazon.com/elasticloadbalancing", true),
  cloudfront: from("docs.aws.amazon.com/AmazonCloudFront"),
  azure_application_gateway: from("learn.microsoft.com/azure/application-gateway"),
  azure_front_door: from("learn.microsoft.com/azure/frontdoor"),
  google_cloud_armor: from("cloud.google.com/armor/docs"),
  akamai: from(WAFW00F),
  imperva: from(WAFW00F),
  sucuri: from("docs.sucuri.net"),
  godaddy: from(WAFW00F),
  sitelock: from(WAFW00F),
  stackpath: from(WAFW00F),
  barracuda: from(WAFW00F),
  radware_appwall: from(WAFW00F),
  netscaler: from(WAFW00F),
  sophos: from(WAFW00F),
  alibaba_cloud: from(WAFW00F),
  tencent_cloud: from(WAFW00F),
  huawei_cloud: from(WAFW00F),
  link11: from(`${WAFW00F}; answers in public repositories`),
  myra: from("answers in public repositories"),
  fastly: from("www.fastly.com/documentation"),
  f5: from(WAFW00F),
  fortiweb: from(WAFW00F),
  safeline: from("github.com/chaitin/SafeLine"),
  radware: from("lists of bot detectors in public repositories; panel: shieldsquare.freshdesk.com"),
  go_away: from("git.gammaspectra.live/git/go-away"),
  qrator: from(WAFW00F),
  ddos_guard: from(WAFW00F),
  reblaze: from(WAFW00F),
  wallarm: from(WAFW00F),
  perimeterx: from(WAFW00F),
  bunny: from("docs.bunny.net"),
  datadome: from("docs.datadome.co; panel: docs.datadome.co/docs/configure-custom-rules"),
  kasada: from("lists of bot detectors in public repositories"),
  vercel: from("vercel.com/docs/vercel-firewall; panel: vercel.com/docs/vercel-firewall/vercel-waf/system-bypass-rules"),
  web_bot_auth: from("datatracker.ietf.org/wg/webbotauth"),
  anubis: from("github.com/TecharoHQ/anubis"),
  crowdsec: from("github.com/crowdsecurity"),
  hostinger: from("answers of shops; panel: support.hostinger.com/en/articles/10695636-hostinger-cdn-security-levels"),
  o2switch: from("answers of shops; panel: faq.o2switch.fr/cpanel/o2switch/tiger-protect-waf"),
  siteground: from("answers of shops"),
  imunify360: from("docs.imunify360.com"),
  bitninja: from(WAFW00F),
  aesecure: from(WAFW00F),
  naxsi: from("github.com/wargio/naxsi"),
  modsecurity: from("github.com/owasp-modsecurity/ModSecurity"),
  urlscan: from(WAFW00F),
  plesk: from("docs.plesk.com"),
  litespeed: from("docs.litespeedtech.com"),
  wordfence: from("www.wordfence.com/help", true),
  ninjafirewall: plugin("ninjafirewall"),
  shield: plugin("wp-simple-firewall"),
  defender: plugin("defender-security"),
  blackhole: plugin("blackhole-bad-bots"),
  aios: plugin("all-in-one-wp-security-and-firewall"),
  secupress: plugin("secupress"),
  wp_cerber: from("wpcerber.com"),
  malcare: plugin("malcare-security"),
  solid_security: plugin("better-wp-security"),
  jetpack: from("github.com/Automattic/jetpack (projects/packages/waf)"),
  patchstack: from(`github.com/patchstack; ${WAFW00F}`),
  astra: from(WAFW00F),
  cleantalk: from("github.com/CleanTalk/wordpress-antispam (die pages)"),
  virusdie: from(WAFW00F),
  bulletproof: plugin("bulletproof-security"),
  magento: from("github.com/magento/magento2", true),
  varnish: from("github.com/varnishcache/varnish-cache"),
  haproxy: from("github.com/haproxy/haproxy"),
  nginx: from("github.com/nginx/nginx"),
  openresty: from("github.com/openresty/openresty"),
  apache: from("github.com/apache/httpd"),
  lighttpd: from("github.com/lighttpd/lighttpd1.4"),
  iis: from("learn.microsoft.com/iis"),
  caddy: from("github.com/caddyserver/caddy"),
  shop_software: from("answers of shops: PHP and WordPress without a page of a known plugin"),
};

/** Software that the fingerprints can name, in the order of its first row. */
export const NAMED_PRODUCTS: readonly string[] = [...new Set(FINGERPRINTS.flatMap(({ software }) => software ?? []))];

interface HostWithCdn {
  host: string;
  header: string;
  value: RegExp;
  source: string;
}

const onAnyAnswer = (host: string, header: string, source: string, value = /./): HostWithCdn => ({ host, header, value, source });
const KINSTA = "kinsta.com/docs; panel: kinsta.com/docs/wordpress-hosting/mykinsta-tools/wordpress-tools-bot-protection";
const DETECTORS = "lists of hosts' headers in public repositories";

/** Hosts that own the CDN account in front of their shops, by headers on any answer. The merchant has no account there. */
export const HOSTS_WITH_CDN: readonly HostWithCdn[] = [
  onAnyAnswer("kinsta", "x-kinsta-cache", KINSTA),
  onAnyAnswer("kinsta", "ki-edge", KINSTA),
  onAnyAnswer("wp_engine", "x-powered-by", "wpengine.com/support; panel: wpengine.com/support/web-rules-engine", /^WP Engine/i),
  onAnyAnswer("rocket_net", "x-rocket-cache-status", DETECTORS),
  onAnyAnswer("cloudways", "x-cloudways-cache", DETECTORS),
  onAnyAnswer("cloudways", "x-cw-cache", DETECTORS),
];
