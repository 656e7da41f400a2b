import { step } from "@/lib/check/diagnosis/fixes/fix";
import { findRule, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import {
  apache,
  awsWaf,
  caddy,
  haproxy,
  inHtaccess,
  lighttpd,
  litespeed,
  modsecurity,
  modsecurityOrNginx,
  varnish,
} from "@/lib/check/diagnosis/fixes/recipes/common";
import { botProtections, insideShop, namedProducts, unknownProduct } from "@/lib/check/diagnosis/fixes/recipes/defences";
import { htaccess, rewriteCondition, rewriteUserAgentAlone } from "@/lib/check/diagnosis/fixes/snippets/apache";
import { iisUserAgent, ninjaFirewall } from "@/lib/check/diagnosis/fixes/snippets/applications";
import { addressList, cloudflareExpression, imunify360, userAgentList } from "@/lib/check/diagnosis/fixes/snippets/network";
import { nginxUserAgent, nginxUserAgentAlone } from "@/lib/check/diagnosis/fixes/snippets/nginx";

const agentVariable = step("nginx_variable", { from: "$http_user_agent", to: "$agent_to_check" });
const exceptions = [addressList, userAgentList];

export const userAgentRecipes: readonly Recipe[] = [
  unknownProduct("user_agents"),
  ...namedProducts("user_agents"),
  ...insideShop("user_agents"),
  ...botProtections("user_agents"),
  recipe("user_agents.nginx", 5, [findRule("http_user_agent", "/etc/nginx"), modsecurityOrNginx, "nginx_file", agentVariable, "reload"], {
    exceptions: [nginxUserAgent],
    warnings: ["real_address"],
  }),
  apache("user_agents", findRule("HTTP_USER_AGENT|BrowserMatch|SetEnvIf.*User-Agent", "/etc/apache2 /var/www")),
  inHtaccess(
    "user_agents",
    ["htaccess_user_agent_rule", "rewrite_condition", "htaccess_if_otherwise", "htaccess_bad_bot_lists"],
    [rewriteCondition, htaccess],
  ),
  ...modsecurity("user_agents"),
  litespeed("user_agents", "htaccess_user_agent_rule", "rewrite_condition"),
  recipe("user_agents.iis", 5, ["iis_user_agent_rule", "iis_condition", "iis_filtering_rules"], { exceptions: [iisUserAgent] }),
  caddy("user_agents", "User-Agent"),
  haproxy("user_agents", "hdr.*[Uu]ser-[Aa]gent|capture.req.hdr"),
  varnish("user_agents", "http\\.[Uu]ser-[Aa]gent"),
  lighttpd("user_agents", findRule("useragent|User-Agent", "/etc/lighttpd")),
  recipe("user_agents.cloudflare", 5, ["cloudflare_events", "cloudflare_browser_integrity", "cloudflare_skip_rule"], {
    exceptions: [cloudflareExpression, addressList],
  }),
  awsWaf("user_agents"),
  recipe("user_agents.sucuri", 3, ["sucuri_user_agents", "sucuri_allow"], { exceptions }),
  recipe("user_agents.imperva", 5, ["imperva_allow"], { exceptions }),
  recipe("user_agents.akamai", 15, ["akamai_allow"], { exceptions }),
  recipe("user_agents.imunify360", 3, ["imunify_white_list"], { exceptions: [imunify360] }),
  recipe("user_agents.siteground", 15, ["siteground_support"], { exceptions }),
  recipe("user_agents.cpanel", 5, ["whm_modsecurity_hits", "cpanel_htaccess"], {
    fixer: "hosting_provider",
    exceptions: [rewriteCondition],
  }),
  recipe("user_agents.plesk", 5, ["plesk_modsecurity", "plesk_bad_bot"], { fixer: "hosting_provider", exceptions }),
  recipe("user_agents.wordfence", 3, ["wordfence_user_agent", "wordfence_allow"], { exceptions }),
  recipe("user_agents.solid_security", 3, ["solid_user_agents"], { exceptions }),
  recipe("user_agents.aios", 3, ["aios_user_agents"], { exceptions }),
  recipe("user_agents.ninjafirewall", 5, ["ninja_user_agent", "ninja_file"], { exceptions: [ninjaFirewall] }),
  recipe("user_agents.hosting", 10, ["host_user_agents"], { exceptions }),
  recipe("user_agents_alone.nginx", 5, ["only_when_addresses_hidden", "nginx_file", agentVariable, "reload"], {
    snippets: [nginxUserAgentAlone],
    warnings: ["user_agent_alone"],
  }),
  recipe("user_agents_alone.htaccess", 5, ["only_when_addresses_hidden", "htaccess_backup", "rewrite_condition"], {
    snippets: [rewriteUserAgentAlone],
    warnings: ["user_agent_alone", "htaccess_500"],
  }),
];
