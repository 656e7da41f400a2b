import { step, text } from "@/lib/check/diagnosis/fixes/fix";
import { isWordpress, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { findRule, reloadApache, reloadNginx, testAgain } from "@/lib/check/diagnosis/fixes/recipes/commands";
import { awsWaf, behindProxy, caddy, haproxy, lighttpd, modsecurity, varnish } from "@/lib/check/diagnosis/fixes/recipes/common";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import {
  apacheServerSnippet,
  htaccessSnippet,
  rewriteConditionSnippet,
  rewriteUserAgentAloneSnippet,
} from "@/lib/check/diagnosis/fixes/snippets/apache";
import { iisUserAgentSnippet, ninjaSnippet } from "@/lib/check/diagnosis/fixes/snippets/applications";
import { addressListSnippet, cloudflareSnippet, imunifySnippet, userAgentListSnippet } from "@/lib/check/diagnosis/fixes/snippets/network";
import { nginxUserAgentAloneSnippets, nginxUserAgentSnippets } from "@/lib/check/diagnosis/fixes/snippets/nginx";

const anyoneCanCopy = text("warnings.user_agent_alone");
const both = (scope: Scope) => [addressListSnippet(scope), userAgentListSnippet(scope)];

/** Our User-Agents are refused: exempt our requests, by address, from the rule about User-Agents. */
export const userAgentRecipes: readonly Recipe[] = [
  recipe(
    "user_agents.nginx",
    "hosting_provider",
    5,
    [
      findRule("http_user_agent", "/etc/nginx"),
      step("nginx_file"),
      step("nginx_variable", { from: "$http_user_agent", to: "$agent_to_check" }),
      reloadNginx,
      testAgain,
    ],
    { snippets: nginxUserAgentSnippets, warnings: [behindProxy] },
  ),
  recipe(
    "user_agents.apache",
    "hosting_provider",
    5,
    [
      findRule("HTTP_USER_AGENT|BrowserMatch|SetEnvIf.*User-Agent", "/etc/apache2 /var/www"),
      step("apache_if_server"),
      step("rewrite_condition_too"),
      reloadApache,
      testAgain,
    ],
    { snippets: (scope) => [apacheServerSnippet(scope), rewriteConditionSnippet(scope)], warnings: [behindProxy] },
  ),
  recipe(
    "user_agents.htaccess",
    "merchant",
    5,
    [
      step("htaccess_backup"),
      step("htaccess_user_agent_rule"),
      step("rewrite_condition"),
      step("htaccess_if_otherwise"),
      step("htaccess_bad_bot_lists"),
      testAgain,
    ],
    {
      snippets: (scope) => [rewriteConditionSnippet(scope), htaccessSnippet(scope)],
      warnings: [text("warnings.htaccess_500"), behindProxy],
    },
  ),
  ...modsecurity("user_agents"),
  recipe(
    "user_agents.litespeed",
    "merchant",
    5,
    [step("htaccess_backup"), step("htaccess_user_agent_rule"), step("rewrite_condition"), testAgain],
    { snippets: (scope) => [rewriteConditionSnippet(scope)] },
  ),
  recipe(
    "user_agents.iis",
    "hosting_provider",
    5,
    [step("iis_user_agent_rule"), step("iis_condition"), step("iis_filtering_rules"), testAgain],
    { snippets: (scope) => [iisUserAgentSnippet(scope)] },
  ),
  caddy("user_agents", "User-Agent"),
  haproxy("user_agents", "hdr.*[Uu]ser-[Aa]gent|capture.req.hdr"),
  varnish("user_agents", "http\\.[Uu]ser-[Aa]gent"),
  lighttpd("user_agents", findRule("useragent|User-Agent", "/etc/lighttpd")),
  recipe(
    "user_agents.cloudflare",
    "merchant",
    5,
    [step("cloudflare_events"), step("cloudflare_browser_integrity"), step("cloudflare_skip_rule"), testAgain],
    { snippets: (scope) => [cloudflareSnippet(scope), addressListSnippet(scope)] },
  ),
  awsWaf("user_agents"),
  recipe("user_agents.sucuri", "merchant", 3, [step("sucuri_user_agents"), step("sucuri_allow"), testAgain], { snippets: both }),
  recipe("user_agents.imunify360", "hosting_provider", 3, [step("imunify_white_list"), testAgain], {
    snippets: (scope) => [imunifySnippet(scope)],
  }),
  recipe("user_agents.cpanel", "hosting_provider", 5, [step("whm_modsecurity_hits"), step("cpanel_htaccess"), testAgain], {
    snippets: (scope) => [rewriteConditionSnippet(scope)],
  }),
  recipe("user_agents.plesk", "hosting_provider", 5, [step("plesk_modsecurity"), step("plesk_bad_bot"), testAgain], { snippets: both }),
  recipe("user_agents.wordfence", "merchant", 3, [step("wordfence_user_agent"), step("wordfence_allow"), testAgain], {
    fits: isWordpress,
    snippets: both,
  }),
  recipe("user_agents.solid_security", "merchant", 3, [step("solid_user_agents"), testAgain], { fits: isWordpress, snippets: both }),
  recipe("user_agents.aios", "merchant", 3, [step("aios_user_agents"), testAgain], { fits: isWordpress, snippets: both }),
  recipe("user_agents.ninjafirewall", "merchant", 5, [step("ninja_user_agent"), step("ninja_file"), testAgain], {
    snippets: (scope) => [ninjaSnippet(scope)],
  }),
  recipe("user_agents.hosting", "hosting_provider", 10, [step("host_user_agents"), testAgain], { snippets: both }),
  recipe(
    "user_agents_alone.nginx",
    "hosting_provider",
    5,
    [
      step("only_when_addresses_hidden"),
      step("nginx_file"),
      step("nginx_variable", { from: "$http_user_agent", to: "$agent_to_check" }),
      reloadNginx,
      testAgain,
    ],
    { snippets: nginxUserAgentAloneSnippets, withoutAddresses: true, warnings: [anyoneCanCopy] },
  ),
  recipe(
    "user_agents_alone.htaccess",
    "merchant",
    5,
    [step("only_when_addresses_hidden"), step("htaccess_backup"), step("rewrite_condition"), testAgain],
    {
      snippets: (scope) => [rewriteUserAgentAloneSnippet(scope)],
      withoutAddresses: true,
      warnings: [anyoneCanCopy, text("warnings.htaccess_500")],
    },
  ),
];
