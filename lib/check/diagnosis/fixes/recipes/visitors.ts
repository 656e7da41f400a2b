import { step } from "@/lib/check/diagnosis/fixes/fix";
import { findRule, hasReason, isSelfHosted, not, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { awsWaf, inHtaccess, withPath } from "@/lib/check/diagnosis/fixes/recipes/common";
import { botProtections, insideShop, namedProducts, unknownProduct } from "@/lib/check/diagnosis/fixes/recipes/defences";
import { apacheLimits, apacheServer, htaccess } from "@/lib/check/diagnosis/fixes/snippets/apache";
import { addressList, cloudflareExpression, imunify360 } from "@/lib/check/diagnosis/fixes/snippets/network";
import { nginxLimits, nginxPassword, nginxUrlLimits } from "@/lib/check/diagnosis/fixes/snippets/nginx";
import { caddyMatcher, haproxyAcl, lighttpdException } from "@/lib/check/diagnosis/fixes/snippets/proxies";

const exceptions = [addressList];
const countsByUrl = hasReason("counts_by_url");
const addressVariable = step("nginx_variable", { from: "$binary_remote_addr", to: "$address_to_limit" });

export const challengeRecipes: readonly Recipe[] = [
  unknownProduct("challenge"),
  ...namedProducts("challenge"),
  ...insideShop("challenge"),
  ...botProtections("challenge"),
  recipe("challenge.cloudflare", 5, ["cloudflare_events", "cloudflare_ip_access", "cloudflare_super_bot", "cloudflare_under_attack"], {
    exceptions: [addressList, cloudflareExpression],
  }),
  recipe("challenge_free.cloudflare", 2, ["cloudflare_bot_fight_off"], { warnings: ["bot_fight_mode"], cannotBeSkipped: true }),
  recipe("challenge.siteground", 15, ["siteground_support"], { exceptions }),
  recipe("challenge.litespeed", 5, ["litespeed_recaptcha"], { exceptions }),
  recipe("challenge.imunify360", 3, ["imunify_white_list", "imunify_host_only"], { exceptions: [imunify360, addressList] }),
  awsWaf("challenge"),
  recipe("challenge.sucuri", 3, ["sucuri_emergency", "sucuri_allow"], { exceptions }),
  recipe("challenge.imperva", 5, ["imperva_allow"], { exceptions }),
  recipe("challenge.akamai", 15, ["akamai_allow"], { exceptions }),
  recipe("challenge.anubis", 5, ["anubis_policy"], { exceptions }),
  recipe("challenge.hosting", 10, ["host_challenge"], { exceptions }),
];

export const rateRecipes: readonly Recipe[] = [
  unknownProduct("rate"),
  ...namedProducts("rate"),
  ...insideShop("rate"),
  ...botProtections("rate"),
  recipe(
    "rate_by_url.nginx",
    5,
    [findRule("limit_req_zone|limit_conn_zone", "/etc/nginx"), "nginx_file", "nginx_limit_key", "nginx_new_zone", "reload"],
    {
      fits: countsByUrl,
      exceptions: [nginxUrlLimits],
      warnings: ["real_address"],
    },
  ),
  recipe("rate.nginx", 5, [findRule("limit_req|limit_conn", "/etc/nginx"), "nginx_file", addressVariable, "nginx_new_zone", "reload"], {
    fits: not(countsByUrl),
    exceptions: [nginxLimits],
    warnings: ["real_address"],
  }),
  recipe("rate.apache", 5, ["apache_limits", "reload"], { exceptions: [apacheLimits] }),
  recipe("rate.haproxy", 5, [findRule("stick-table|sc_http_req_rate|deny_status 429", "/etc/haproxy"), "haproxy_acl", "reload"], {
    exceptions: [haproxyAcl("http-request deny")],
  }),
  // Trusted addresses are exempt from throttling; the list cannot be limited to paths.
  recipe("rate.litespeed", 5, ["litespeed_throttling", "litespeed_allowed_list"], { exceptions, warnings: ["real_address"] }),
  recipe("rate.cloudflare", 5, ["cloudflare_rate_rule", "cloudflare_skip_rule"], { exceptions: [cloudflareExpression, addressList] }),
  awsWaf("rate"),
  recipe("rate.wordfence", 3, ["wordfence_rate", "wordfence_allow"], { exceptions }),
  recipe("rate.imperva", 5, ["imperva_allow"], { exceptions }),
  recipe("rate.akamai", 15, ["akamai_allow"], { exceptions }),
  recipe("rate.imunify360", 3, ["imunify_white_list"], { exceptions: [imunify360] }),
  recipe("rate.siteground", 15, ["siteground_support"], { exceptions }),
  recipe("rate.shopify", 0, ["shopify_rate"], { fixer: "support", last: null }),
  recipe("rate.hosting", 10, ["rate_waits", "host_rate"], { fits: isSelfHosted, exceptions }),
];

export const passwordRecipes: readonly Recipe[] = [
  inHtaccess("password", ["htaccess_if"], [htaccess]),
  recipe("password.apache", 5, ["apache_if_server", "reload"], { exceptions: [apacheServer], warnings: ["real_address"] }),
  recipe("password.nginx", 5, [findRule("auth_basic", "/etc/nginx"), "nginx_file", "nginx_realm", "reload"], {
    exceptions: [nginxPassword],
    warnings: ["real_address"],
  }),
  recipe("password.caddy", 5, [findRule("basicauth|basic_auth", "/etc/caddy"), "caddy_password", "reload"], {
    exceptions: [caddyMatcher],
  }),
  recipe("password.haproxy", 5, [findRule("http-request auth|http_auth", "/etc/haproxy"), "haproxy_acl", "reload"], {
    exceptions: [haproxyAcl("http-request auth")],
  }),
  recipe("password.lighttpd", 5, [findRule("auth.require", "/etc/lighttpd"), "lighttpd_end", "reload"], {
    exceptions: [lighttpdException("auth.require")],
  }),
  recipe("password.iis", 5, [withPath("iis_password")]),
  recipe("password.cpanel", 3, ["cpanel_privacy"], { fits: isSelfHosted }),
  recipe("password.plesk", 3, ["plesk_protected"], { fits: isSelfHosted }),
  recipe("password.hosting", 5, ["host_password", "ask_host"], { exceptions }),
];
