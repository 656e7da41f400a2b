import { step, text } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, isSelfHosted, isWordpress, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import {
  findRule,
  reloadApache,
  reloadFail2ban,
  reloadHaproxy,
  reloadNginx,
  testAgain,
} from "@/lib/check/diagnosis/fixes/recipes/commands";
import { awsWaf, behindProxy, caddy, lighttpd, modsecurity, varnish } from "@/lib/check/diagnosis/fixes/recipes/common";
import { apacheServerSnippet, htaccessSnippet, rewriteConditionSnippet } from "@/lib/check/diagnosis/fixes/snippets/apache";
import { iisAddressSnippet, ninjaSnippet } from "@/lib/check/diagnosis/fixes/snippets/applications";
import {
  addressListSnippet,
  cloudflareSnippet,
  fail2banSnippets,
  firewallSnippets,
  imunifySnippet,
} from "@/lib/check/diagnosis/fixes/snippets/network";
import { nginxAllowSnippets } from "@/lib/check/diagnosis/fixes/snippets/nginx";
import { haproxyConnectionSnippet, haproxyContentSnippet, haproxySnippets } from "@/lib/check/diagnosis/fixes/snippets/proxies";

const list = (scope: Parameters<typeof addressListSnippet>[0]) => [addressListSnippet(scope)];

/** Our addresses are refused: add them to the allow-list of the software that refuses. */
export const addressRecipes: readonly Recipe[] = [
  recipe("ipv6.hosting", "hosting_provider", 10, [step("host_ipv6"), step("host_ipv6_rules"), testAgain], {
    fits: hasReason("ipv6_only"),
    snippets: list,
  }),
  recipe("addresses.firewall", "hosting_provider", 5, [step("firewall_pick"), step("firewall_cloud"), testAgain], {
    fits: isSelfHosted,
    snippets: firewallSnippets,
  }),
  recipe(
    "addresses.fail2ban",
    "hosting_provider",
    3,
    [
      step("fail2ban_status", { command: "fail2ban-client status" }),
      step("fail2ban_unban"),
      step("fail2ban_keep"),
      reloadFail2ban,
      testAgain,
    ],
    { fits: isSelfHosted, snippets: fail2banSnippets },
  ),
  recipe(
    "addresses.nginx",
    "hosting_provider",
    5,
    [
      findRule("deny |geo |valid_referers|return (4[0-9]+|503)", "/etc/nginx"),
      step("nginx_allow_before"),
      step("nginx_file"),
      step("nginx_refusal"),
      reloadNginx,
      testAgain,
    ],
    { snippets: nginxAllowSnippets, warnings: [behindProxy] },
  ),
  recipe("addresses.apache", "hosting_provider", 5, [step("apache_if_server"), step("rewrite_condition_too"), reloadApache, testAgain], {
    snippets: (scope) => [apacheServerSnippet(scope), rewriteConditionSnippet(scope)],
    warnings: [behindProxy],
  }),
  recipe("addresses.htaccess", "merchant", 5, [step("htaccess_backup"), step("htaccess_if"), step("rewrite_condition_too"), testAgain], {
    snippets: (scope) => [htaccessSnippet(scope), rewriteConditionSnippet(scope)],
    warnings: [text("warnings.htaccess_500"), behindProxy],
  }),
  ...modsecurity("addresses"),
  recipe(
    "addresses.haproxy",
    "hosting_provider",
    5,
    [
      findRule("http-request (deny|reject|silent-drop|tarpit)|tcp-request", "/etc/haproxy"),
      step("haproxy_acl"),
      step("haproxy_connection"),
      step("haproxy_content"),
      reloadHaproxy,
      testAgain,
    ],
    {
      snippets: (scope) => [...haproxySnippets(scope), haproxyConnectionSnippet(scope), haproxyContentSnippet(scope)],
      warnings: [behindProxy],
    },
  ),
  caddy("addresses", "remote_ip|client_ip|respond|abort"),
  varnish("addresses", "client\\.ip|synth\\("),
  lighttpd("addresses"),
  recipe("addresses.litespeed", "hosting_provider", 5, [step("litespeed_allowed_list"), step("rewrite_condition_too"), testAgain], {
    snippets: (scope) => [addressListSnippet(scope), rewriteConditionSnippet(scope)],
  }),
  recipe("addresses.iis", "hosting_provider", 5, [step("iis_addresses"), testAgain], {
    snippets: (scope) => [iisAddressSnippet(scope)],
    warnings: [text("warnings.iis_unlock", { command: "%windir%\\system32\\inetsrv\\appcmd unlock config /section:ipSecurity" })],
  }),
  recipe(
    "addresses.cloudflare",
    "merchant",
    5,
    [step("cloudflare_ip_access"), step("cloudflare_skip_rule"), step("cloudflare_origin"), testAgain],
    { snippets: (scope) => [addressListSnippet(scope), cloudflareSnippet(scope)] },
  ),
  recipe("addresses.sucuri", "merchant", 3, [step("sucuri_allow"), testAgain], { snippets: list }),
  recipe("addresses.imperva", "merchant", 5, [step("imperva_allow"), testAgain], { snippets: list }),
  recipe("addresses.akamai", "hosting_provider", 15, [step("akamai_allow"), testAgain], { snippets: list }),
  awsWaf("addresses", step("aws_security_group")),
  recipe("addresses.fastly", "hosting_provider", 10, [step("fastly_allow"), testAgain], { snippets: list }),
  recipe("addresses.imunify360", "hosting_provider", 3, [step("imunify_white_list"), step("imunify_host_only"), testAgain], {
    snippets: (scope) => [imunifySnippet(scope), addressListSnippet(scope)],
  }),
  recipe("addresses.cpanel", "merchant", 3, [step("cpanel_ip_blocker"), step("whm_cphulk"), testAgain], {
    fits: isSelfHosted,
    snippets: list,
  }),
  recipe("addresses.plesk", "hosting_provider", 3, [step("plesk_trusted"), step("plesk_deny"), testAgain], {
    fits: isSelfHosted,
    snippets: list,
  }),
  recipe("addresses.siteground", "hosting_provider", 10, [step("siteground_blocked"), step("siteground_support"), testAgain], {
    snippets: list,
  }),
  recipe(
    "addresses.wordfence",
    "merchant",
    3,
    [step("wordfence_allow"), step("wordfence_blocking"), step("wordfence_ip_source"), testAgain],
    { fits: isWordpress, snippets: list },
  ),
  recipe("addresses.solid_security", "merchant", 3, [step("solid_hosts"), step("solid_bans"), testAgain], {
    fits: isWordpress,
    snippets: list,
  }),
  recipe("addresses.aios", "merchant", 3, [step("aios_blacklist"), step("aios_allow"), testAgain], { fits: isWordpress, snippets: list }),
  recipe("addresses.shield", "merchant", 3, [step("shield_bypass"), testAgain], { fits: isWordpress, snippets: list }),
  recipe("addresses.ninjafirewall", "merchant", 5, [step("ninja_file"), testAgain], { snippets: (scope) => [ninjaSnippet(scope)] }),
  recipe("addresses.wp_cerber", "merchant", 3, [step("cerber_allow"), testAgain], { fits: isWordpress, snippets: list }),
  recipe("addresses.hosting", "hosting_provider", 10, [step("host_allow"), testAgain], { snippets: list }),
];
