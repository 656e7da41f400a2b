import { step, text } from "@/lib/check/diagnosis/fixes/fix";
import { findRule, hasReason, isSelfHosted, not, type Recipe, recipe, where } from "@/lib/check/diagnosis/fixes/recipe";
import { apache, awsWaf, caddy, inHtaccess, lighttpd, modsecurity, varnish, withPath } from "@/lib/check/diagnosis/fixes/recipes/common";
import { botProtections, insideShop, namedProducts, unknownProduct } from "@/lib/check/diagnosis/fixes/recipes/defences";
import { htaccess, rewriteCondition } from "@/lib/check/diagnosis/fixes/snippets/apache";
import { iisAddresses, ninjaFirewall } from "@/lib/check/diagnosis/fixes/snippets/applications";
import { addressList, cloudflareExpression, fail2ban, firewalls, imunify360 } from "@/lib/check/diagnosis/fixes/snippets/network";
import { nginxAllow } from "@/lib/check/diagnosis/fixes/snippets/nginx";
import { haproxyAcl, haproxyConnection, haproxyContent } from "@/lib/check/diagnosis/fixes/snippets/proxies";
import { snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";
import { hasPanel } from "@/lib/check/diagnosis/fixes/software";

const exceptions = [addressList];

const isAboutKey = hasReason("only_with_key");

/** A server's rule about the header that carries the key: no list of addresses ends it. */
const keyHeaderRecipes: readonly Recipe[] = [
  recipe("key_header.nginx", 5, [findRule("http_authorization", "/etc/nginx"), withPath("key_header_allow"), "reload"]),
  recipe("key_header.htaccess", 5, ["htaccess_backup", withPath("key_header_allow")], { warnings: ["htaccess_500"] }),
  recipe("key_header.apache", 5, [findRule("[Aa]uthorization", "/etc/apache2 /var/www"), withPath("key_header_allow"), "reload"]),
  recipe("key_header.hosting", 10, [withPath("key_header_allow"), "ask_host"]),
];

const products: readonly Recipe[] = [
  unknownProduct("addresses"),
  ...namedProducts("addresses"),
  ...insideShop("addresses"),
  ...botProtections("addresses"),
];

export const addressRecipes: readonly Recipe[] = [
  recipe("ipv6.hosting", 10, ["host_ipv6", "host_ipv6_rules"], { fits: hasReason("ipv6_only"), exceptions }),
  ...products,
  recipe("addresses.firewall", 5, ["firewall_pick", "firewall_cloud"], { fits: isSelfHosted, exceptions: [firewalls] }),
  recipe(
    "addresses.fail2ban",
    3,
    [step("fail2ban_status", { command: "fail2ban-client status" }), "fail2ban_unban", "fail2ban_keep", "reload"],
    { fits: isSelfHosted, exceptions: [fail2ban] },
  ),
  recipe(
    "closed_path.nginx",
    5,
    [findRule("wp-json", "/etc/nginx"), "nginx_allow_before", "nginx_file", "nginx_closed_return", "nginx_closed_location", "reload"],
    {
      fits: ({ code, details }, { shopSystem }) =>
        code === "access_denied" && details?.["path"] !== undefined && shopSystem === "woocommerce",
      exceptions: [nginxAllow],
      snippets: [snippet("nginx_try_files", "nginx", "in_rule", "try_files $uri $uri/ /index.php?$args;")],
      warnings: ["real_address"],
    },
  ),
  recipe(
    "addresses.nginx",
    5,
    [
      findRule("deny |geo |valid_referers|return (4[0-9]+|503)", "/etc/nginx"),
      ...["nginx_allow_before", "nginx_file", "nginx_refusal", "reload"],
    ],
    { exceptions: [nginxAllow], warnings: ["real_address"] },
  ),
  apache("addresses"),
  inHtaccess("addresses", ["htaccess_if", "rewrite_condition_too"], [htaccess, rewriteCondition]),
  ...modsecurity("addresses"),
  recipe(
    "addresses.haproxy",
    5,
    [
      findRule("http-request (deny|reject|silent-drop|tarpit)|tcp-request", "/etc/haproxy"),
      ...["haproxy_acl", "haproxy_connection", "haproxy_content", "reload"],
    ],
    { exceptions: [haproxyAcl("http-request deny"), haproxyConnection, haproxyContent], warnings: ["real_address"] },
  ),
  caddy("addresses", "remote_ip|client_ip|respond|abort"),
  varnish("addresses", "client\\.ip|synth\\("),
  lighttpd("addresses"),
  recipe("addresses.litespeed", 5, ["litespeed_allowed_list", "rewrite_condition_too"], { exceptions: [addressList, rewriteCondition] }),
  recipe("addresses.iis", 5, ["iis_addresses"], {
    exceptions: [iisAddresses],
    warnings: [text("warnings.iis_unlock", { command: "%windir%\\system32\\inetsrv\\appcmd unlock config /section:ipSecurity" })],
  }),
  recipe("addresses.cloudflare", 5, ["cloudflare_ip_access", "cloudflare_skip_rule", "cloudflare_origin"], {
    exceptions: [addressList, cloudflareExpression],
  }),
  recipe("addresses.sucuri", 3, ["sucuri_allow"], { exceptions }),
  recipe("addresses.imperva", 5, ["imperva_allow"], { exceptions }),
  recipe("addresses.akamai", 15, ["akamai_allow"], { exceptions }),
  awsWaf("addresses", "aws_security_group"),
  recipe("addresses.fastly", 10, ["fastly_allow"], { exceptions }),
  recipe("addresses.imunify360", 3, ["imunify_white_list", "imunify_host_only"], { exceptions: [imunify360, addressList] }),
  recipe("addresses.cpanel", 3, ["cpanel_ip_blocker", "whm_cphulk"], { fits: isSelfHosted, exceptions }),
  recipe("addresses.plesk", 3, ["plesk_trusted", "plesk_deny"], { fixer: "hosting_provider", fits: isSelfHosted, exceptions }),
  recipe("addresses.siteground", 10, ["siteground_blocked", "siteground_support"], { exceptions }),
  recipe("addresses.wordfence", 3, ["wordfence_allow", "wordfence_blocking", "wordfence_ip_source"], { exceptions }),
  recipe("addresses.solid_security", 3, ["solid_hosts", "solid_bans"], { exceptions }),
  recipe("addresses.aios", 3, ["aios_blacklist", "aios_allow"], { exceptions }),
  recipe("addresses.shield", 3, ["shield_bypass"], { exceptions }),
  recipe("addresses.ninjafirewall", 5, ["ninja_file"], { exceptions: [ninjaFirewall] }),
  recipe("addresses.wp_cerber", 3, ["cerber_allow"], { exceptions }),
  recipe("addresses.hosting", 10, ["host_allow"], { exceptions }),
];

/** For refusals of everything, or of everything that carries the key. */
export const refusalRecipes: readonly Recipe[] = [
  ...products,
  ...where(isAboutKey, keyHeaderRecipes),
  ...addressRecipes
    .filter((one) => !products.includes(one))
    .flatMap((one) => (hasPanel(one.software) && one.software !== "hosting" ? [one] : where(not(isAboutKey), [one]))),
];
