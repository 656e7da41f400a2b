import { step, text } from "@/lib/check/diagnosis/fixes/fix";
import { isPlatform, isSelfHosted, isWordpress, type Recipe } from "@/lib/check/diagnosis/fixes/recipe";
import {
  askHost,
  findRule,
  reloadApache,
  reloadCaddy,
  reloadHaproxy,
  reloadLighttpd,
  reloadNginx,
  testAgain,
} from "@/lib/check/diagnosis/fixes/recipes/commands";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { apacheLimitSnippet, apacheServerSnippet, htaccessSnippet } from "@/lib/check/diagnosis/fixes/snippets/apache";
import { addressListSnippet, awsSnippets, cloudflareSnippet, imunifySnippet } from "@/lib/check/diagnosis/fixes/snippets/network";
import { nginxLimitSnippets, nginxPasswordSnippets } from "@/lib/check/diagnosis/fixes/snippets/nginx";
import { caddySnippets, haproxySnippets, lighttpdSnippets } from "@/lib/check/diagnosis/fixes/snippets/proxies";

const list = (scope: Scope) => [addressListSnippet(scope)];
const behindProxy = text("warnings.real_address");

/** A page for people is answered instead of the shop. */
export const challengeRecipes: readonly Recipe[] = [
  {
    id: "challenge.cloudflare",
    software: "cloudflare",
    who: "merchant",
    minutes: 5,
    steps: [
      step("cloudflare_events"),
      step("cloudflare_ip_access"),
      step("cloudflare_super_bot"),
      step("cloudflare_under_attack"),
      testAgain,
    ],
    snippets: (scope) => [addressListSnippet(scope), cloudflareSnippet(scope)],
  },
  {
    id: "challenge_free.cloudflare",
    software: "cloudflare",
    who: "merchant",
    minutes: 2,
    steps: [step("cloudflare_bot_fight_off"), testAgain],
    warnings: [text("warnings.bot_fight_mode")],
    cannotBeSkipped: true,
  },
  {
    id: "challenge.siteground",
    software: "siteground",
    who: "hosting_provider",
    minutes: 15,
    steps: [step("siteground_support"), testAgain],
    snippets: list,
  },
  {
    id: "challenge.litespeed",
    software: "litespeed",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("litespeed_recaptcha"), testAgain],
    snippets: list,
  },
  {
    id: "challenge.imunify360",
    software: "imunify360",
    who: "hosting_provider",
    minutes: 3,
    steps: [step("imunify_white_list"), step("imunify_host_only"), testAgain],
    snippets: (scope) => [imunifySnippet(scope), addressListSnippet(scope)],
  },
  {
    id: "challenge.aws_waf",
    software: "aws_waf",
    who: "hosting_provider",
    minutes: 10,
    steps: (scope) => [step("aws_ip_sets"), step("aws_allow_rule", { path: scope.path.literal || "/" }), testAgain],
    snippets: awsSnippets,
  },
  {
    id: "challenge.sucuri",
    software: "sucuri",
    who: "merchant",
    minutes: 3,
    steps: [step("sucuri_emergency"), step("sucuri_allow"), testAgain],
    snippets: list,
  },
  { id: "challenge.imperva", software: "imperva", who: "merchant", minutes: 5, steps: [step("imperva_allow"), testAgain], snippets: list },
  {
    id: "challenge.akamai",
    software: "akamai",
    who: "hosting_provider",
    minutes: 15,
    steps: [step("akamai_allow"), testAgain],
    snippets: list,
  },
  {
    id: "challenge.anubis",
    software: "anubis",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("anubis_policy"), testAgain],
    snippets: list,
  },
  {
    id: "challenge.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 10,
    steps: [step("host_challenge"), testAgain],
    snippets: list,
  },
];

/** Too few requests are let through. */
export const rateRecipes: readonly Recipe[] = [
  {
    id: "rate.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 5,
    steps: [
      findRule("limit_req|limit_conn", "/etc/nginx"),
      step("nginx_file"),
      step("nginx_variable", { from: "$binary_remote_addr", to: "$address_to_limit" }),
      reloadNginx,
      testAgain,
    ],
    snippets: nginxLimitSnippets,
    warnings: [behindProxy],
  },
  {
    id: "rate.apache",
    software: "apache",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("apache_limits"), reloadApache, testAgain],
    snippets: (scope) => [apacheLimitSnippet(scope)],
  },
  {
    id: "rate.haproxy",
    software: "haproxy",
    who: "hosting_provider",
    minutes: 5,
    steps: [findRule("stick-table|sc_http_req_rate|deny_status 429", "/etc/haproxy"), step("haproxy_acl"), reloadHaproxy, testAgain],
    snippets: (scope) => haproxySnippets(scope),
  },
  {
    // Trusted addresses are not counted by the throttling; the list knows no path.
    id: "rate.litespeed",
    software: "litespeed",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("litespeed_throttling"), step("litespeed_allowed_list"), testAgain],
    snippets: list,
    warnings: [behindProxy],
  },
  {
    id: "rate.cloudflare",
    software: "cloudflare",
    who: "merchant",
    minutes: 5,
    steps: [step("cloudflare_rate_rule"), step("cloudflare_skip_rule"), testAgain],
    snippets: (scope) => [cloudflareSnippet(scope), addressListSnippet(scope)],
  },
  {
    id: "rate.aws_waf",
    software: "aws_waf",
    who: "hosting_provider",
    minutes: 10,
    steps: (scope) => [step("aws_ip_sets"), step("aws_allow_rule", { path: scope.path.literal || "/" }), testAgain],
    snippets: awsSnippets,
  },
  {
    id: "rate.wordfence",
    software: "wordfence",
    who: "merchant",
    minutes: 3,
    fits: isWordpress,
    steps: [step("wordfence_rate"), step("wordfence_allow"), testAgain],
    snippets: list,
  },
  {
    id: "rate.imunify360",
    software: "imunify360",
    who: "hosting_provider",
    minutes: 3,
    steps: [step("imunify_white_list"), testAgain],
    snippets: (scope) => [imunifySnippet(scope)],
  },
  { id: "rate.shopify", software: "shopify", who: "support", minutes: 0, fits: isPlatform("shopify"), steps: [step("shopify_rate")] },
  {
    id: "rate.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 10,
    fits: isSelfHosted,
    steps: [step("rate_waits"), step("host_rate"), testAgain],
    snippets: list,
  },
];

/** A password stands in front of the whole shop. */
export const passwordRecipes: readonly Recipe[] = [
  {
    id: "password.htaccess",
    software: "htaccess",
    who: "merchant",
    minutes: 5,
    steps: [step("htaccess_backup"), step("htaccess_if"), testAgain],
    snippets: (scope) => [htaccessSnippet(scope)],
    warnings: [text("warnings.htaccess_500"), behindProxy],
  },
  {
    id: "password.apache",
    software: "apache",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("apache_if_server"), reloadApache, testAgain],
    snippets: (scope) => [apacheServerSnippet(scope)],
    warnings: [behindProxy],
  },
  {
    id: "password.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 5,
    steps: [findRule("auth_basic", "/etc/nginx"), step("nginx_file"), step("nginx_realm"), reloadNginx, testAgain],
    snippets: nginxPasswordSnippets,
    warnings: [behindProxy],
  },
  {
    id: "password.caddy",
    software: "caddy",
    who: "hosting_provider",
    minutes: 5,
    steps: [findRule("basicauth|basic_auth", "/etc/caddy"), step("caddy_password"), reloadCaddy, testAgain],
    snippets: caddySnippets,
  },
  {
    id: "password.haproxy",
    software: "haproxy",
    who: "hosting_provider",
    minutes: 5,
    steps: [findRule("http-request auth|http_auth", "/etc/haproxy"), step("haproxy_acl"), reloadHaproxy, testAgain],
    snippets: (scope) => haproxySnippets(scope, "http-request auth"),
  },
  {
    id: "password.lighttpd",
    software: "lighttpd",
    who: "hosting_provider",
    minutes: 5,
    steps: [findRule("auth.require", "/etc/lighttpd"), step("lighttpd_end"), reloadLighttpd, testAgain],
    snippets: (scope) => lighttpdSnippets(scope, "auth.require"),
  },
  {
    id: "password.iis",
    software: "iis",
    who: "hosting_provider",
    minutes: 5,
    steps: (scope) => [step("iis_password", { path: scope.path.literal || "/" }), testAgain],
  },
  {
    id: "password.cpanel",
    software: "cpanel",
    who: "merchant",
    minutes: 3,
    fits: isSelfHosted,
    steps: [step("cpanel_privacy"), testAgain],
  },
  { id: "password.plesk", software: "plesk", who: "merchant", minutes: 3, fits: isSelfHosted, steps: [step("plesk_protected"), testAgain] },
  {
    id: "password.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("host_password"), askHost, testAgain],
    snippets: list,
  },
];
