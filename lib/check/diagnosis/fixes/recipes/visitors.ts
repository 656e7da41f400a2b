import { step, text } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, isPlatform, isSelfHosted, isWordpress, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
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
import { nginxLimitSnippets, nginxPasswordSnippets, nginxUrlLimitSnippets } from "@/lib/check/diagnosis/fixes/snippets/nginx";
import { caddySnippets, haproxySnippets, lighttpdSnippets } from "@/lib/check/diagnosis/fixes/snippets/proxies";

const list = (scope: Scope) => [addressListSnippet(scope)];
const countsByUrl = hasReason("counts_by_url");
const behindProxy = text("warnings.real_address");

/** A browser check answers instead of the shop. */
export const challengeRecipes: readonly Recipe[] = [
  recipe(
    "challenge.cloudflare",
    "merchant",
    5,
    [step("cloudflare_events"), step("cloudflare_ip_access"), step("cloudflare_super_bot"), step("cloudflare_under_attack"), testAgain],
    { snippets: (scope) => [addressListSnippet(scope), cloudflareSnippet(scope)] },
  ),
  recipe("challenge_free.cloudflare", "merchant", 2, [step("cloudflare_bot_fight_off"), testAgain], {
    warnings: [text("warnings.bot_fight_mode")],
    cannotBeSkipped: true,
  }),
  recipe("challenge.siteground", "hosting_provider", 15, [step("siteground_support"), testAgain], { snippets: list }),
  recipe("challenge.litespeed", "hosting_provider", 5, [step("litespeed_recaptcha"), testAgain], { snippets: list }),
  recipe("challenge.imunify360", "hosting_provider", 3, [step("imunify_white_list"), step("imunify_host_only"), testAgain], {
    snippets: (scope) => [imunifySnippet(scope), addressListSnippet(scope)],
  }),
  recipe(
    "challenge.aws_waf",
    "hosting_provider",
    10,
    (scope) => [step("aws_ip_sets"), step("aws_allow_rule", { path: scope.path.literal || "/" }), testAgain],
    { snippets: awsSnippets },
  ),
  recipe("challenge.sucuri", "merchant", 3, [step("sucuri_emergency"), step("sucuri_allow"), testAgain], { snippets: list }),
  recipe("challenge.imperva", "merchant", 5, [step("imperva_allow"), testAgain], { snippets: list }),
  recipe("challenge.akamai", "hosting_provider", 15, [step("akamai_allow"), testAgain], { snippets: list }),
  recipe("challenge.anubis", "hosting_provider", 5, [step("anubis_policy"), testAgain], { snippets: list }),
  recipe("challenge.hosting", "hosting_provider", 10, [step("host_challenge"), testAgain], { snippets: list }),
];

/** A rate limit is too low. */
export const rateRecipes: readonly Recipe[] = [
  recipe(
    "rate_by_url.nginx",
    "hosting_provider",
    5,
    [findRule("limit_req_zone|limit_conn_zone", "/etc/nginx"), step("nginx_file"), step("nginx_limit_key"), reloadNginx, testAgain],
    { fits: countsByUrl, snippets: nginxUrlLimitSnippets, warnings: [behindProxy] },
  ),
  recipe(
    "rate.nginx",
    "hosting_provider",
    5,
    [
      findRule("limit_req|limit_conn", "/etc/nginx"),
      step("nginx_file"),
      step("nginx_variable", { from: "$binary_remote_addr", to: "$address_to_limit" }),
      reloadNginx,
      testAgain,
    ],
    { fits: (cause) => !countsByUrl(cause), snippets: nginxLimitSnippets, warnings: [behindProxy] },
  ),
  recipe("rate.apache", "hosting_provider", 5, [step("apache_limits"), reloadApache, testAgain], {
    snippets: (scope) => [apacheLimitSnippet(scope)],
  }),
  recipe(
    "rate.haproxy",
    "hosting_provider",
    5,
    [findRule("stick-table|sc_http_req_rate|deny_status 429", "/etc/haproxy"), step("haproxy_acl"), reloadHaproxy, testAgain],
    { snippets: (scope) => haproxySnippets(scope) },
  ),
  {
    // Throttling ignores trusted addresses; the list has no paths.
    id: "rate.litespeed",
    software: "litespeed",
    who: "hosting_provider",
    minutes: 5,
    steps: [step("litespeed_throttling"), step("litespeed_allowed_list"), testAgain],
    snippets: list,
    warnings: [behindProxy],
  },
  recipe("rate.cloudflare", "merchant", 5, [step("cloudflare_rate_rule"), step("cloudflare_skip_rule"), testAgain], {
    snippets: (scope) => [cloudflareSnippet(scope), addressListSnippet(scope)],
  }),
  recipe(
    "rate.aws_waf",
    "hosting_provider",
    10,
    (scope) => [step("aws_ip_sets"), step("aws_allow_rule", { path: scope.path.literal || "/" }), testAgain],
    { snippets: awsSnippets },
  ),
  recipe("rate.wordfence", "merchant", 3, [step("wordfence_rate"), step("wordfence_allow"), testAgain], {
    fits: isWordpress,
    snippets: list,
  }),
  recipe("rate.imunify360", "hosting_provider", 3, [step("imunify_white_list"), testAgain], {
    snippets: (scope) => [imunifySnippet(scope)],
  }),
  recipe("rate.shopify", "support", 0, [step("shopify_rate")], { fits: isPlatform("shopify") }),
  recipe("rate.hosting", "hosting_provider", 10, [step("rate_waits"), step("host_rate"), testAgain], {
    fits: isSelfHosted,
    snippets: list,
  }),
];

/** The whole shop is behind a password. */
export const passwordRecipes: readonly Recipe[] = [
  recipe("password.htaccess", "merchant", 5, [step("htaccess_backup"), step("htaccess_if"), testAgain], {
    snippets: (scope) => [htaccessSnippet(scope)],
    warnings: [text("warnings.htaccess_500"), behindProxy],
  }),
  recipe("password.apache", "hosting_provider", 5, [step("apache_if_server"), reloadApache, testAgain], {
    snippets: (scope) => [apacheServerSnippet(scope)],
    warnings: [behindProxy],
  }),
  recipe(
    "password.nginx",
    "hosting_provider",
    5,
    [findRule("auth_basic", "/etc/nginx"), step("nginx_file"), step("nginx_realm"), reloadNginx, testAgain],
    { snippets: nginxPasswordSnippets, warnings: [behindProxy] },
  ),
  recipe(
    "password.caddy",
    "hosting_provider",
    5,
    [findRule("basicauth|basic_auth", "/etc/caddy"), step("caddy_password"), reloadCaddy, testAgain],
    { snippets: caddySnippets },
  ),
  recipe(
    "password.haproxy",
    "hosting_provider",
    5,
    [findRule("http-request auth|http_auth", "/etc/haproxy"), step("haproxy_acl"), reloadHaproxy, testAgain],
    { snippets: (scope) => haproxySnippets(scope, "http-request auth") },
  ),
  recipe(
    "password.lighttpd",
    "hosting_provider",
    5,
    [findRule("auth.require", "/etc/lighttpd"), step("lighttpd_end"), reloadLighttpd, testAgain],
    { snippets: (scope) => lighttpdSnippets(scope, "auth.require") },
  ),
  recipe("password.iis", "hosting_provider", 5, (scope) => [step("iis_password", { path: scope.path.literal || "/" }), testAgain]),
  recipe("password.cpanel", "merchant", 3, [step("cpanel_privacy"), testAgain], { fits: isSelfHosted }),
  recipe("password.plesk", "merchant", 3, [step("plesk_protected"), testAgain], { fits: isSelfHosted }),
  recipe("password.hosting", "hosting_provider", 5, [step("host_password"), askHost, testAgain], { snippets: list }),
];
