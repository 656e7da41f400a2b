import { step } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, isPlatform, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { askHost, findRedirect, reloadApache, reloadNginx, testAgain } from "@/lib/check/diagnosis/fixes/recipes/commands";
import { schemeRecipes } from "@/lib/check/diagnosis/fixes/recipes/scheme";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { rewriteConditionSnippet } from "@/lib/check/diagnosis/fixes/snippets/apache";
import { nginxMethodVariableSnippets } from "@/lib/check/diagnosis/fixes/snippets/nginx";
import { code } from "@/lib/check/diagnosis/fixes/snippets/plain";

const leaveApiOut = (scope: Scope) => step("redirect_not_api", { path: scope.path.literal || "/" });

/** Where a shop system stores its own URL, to which it redirects all others. */
const ownAddress = (topic: string): readonly Recipe[] => [
  recipe(`${topic}.wordpress`, "merchant", 3, [step("wordpress_address"), testAgain], { fits: isPlatform("woocommerce") }),
  recipe(
    `${topic}.magento`,
    "hosting_provider",
    3,
    [step("magento_base_url", { command: "bin/magento config:show web/secure/base_url" }), testAgain],
    { fits: isPlatform("magento") },
  ),
  recipe(`${topic}.prestashop`, "merchant", 3, [step("prestashop_shop_url"), testAgain], { fits: isPlatform("prestashop") }),
];

const hostHeader = {
  nginx: ["nginx", "proxy_set_header Host $http_host;", reloadNginx],
  apache: ["apache", "ProxyPreserveHost On", reloadApache],
} as const;

/** A proxy that passes requests on under another host name, from which the shop redirects to its own. */
const hostRecipes = (topic: string, fits: NonNullable<Recipe["fits"]> = () => true): readonly Recipe[] =>
  (["nginx", "apache"] as const).map((software): Recipe => {
    const [language, line, reload] = hostHeader[software];
    return recipe(`${topic}.${software}`, "hosting_provider", 3, [step("host_header"), reload, testAgain], {
      fits,
      snippets: () => [code(`${software}_host`, language, "in_rule", line)],
      withoutAddresses: true,
    });
  });

const findInNginx = findRedirect("return 30[1278]|rewrite .*(redirect|permanent)", "/etc/nginx");
const findInApache = findRedirect("Redirect|R(=30[1278])?[],]", "/etc/apache2 /var/www");

/** Requests are redirected to another host, or lose the API's path or https. */
export const redirectRecipes: readonly Recipe[] = [
  recipe("redirect.mooring", "merchant", 1, [step("mooring_final_address"), testAgain], { fits: ({ reason }) => reason === null }),
  ...ownAddress("redirect"),
  recipe("redirect.nginx", "hosting_provider", 5, (scope) => [findInNginx, leaveApiOut(scope), reloadNginx, testAgain]),
  recipe(
    "redirect.apache",
    "hosting_provider",
    5,
    (scope) => [findInApache, leaveApiOut(scope), step("rewrite_condition_redirect"), reloadApache, testAgain],
    { snippets: (scope) => [rewriteConditionSnippet(scope)] },
  ),
  recipe(
    "redirect.htaccess",
    "merchant",
    5,
    (scope) => [step("htaccess_backup"), leaveApiOut(scope), step("rewrite_condition_redirect"), testAgain],
    { snippets: (scope) => [rewriteConditionSnippet(scope)] },
  ),
  ...hostRecipes("redirect_host", hasReason("path_lost")),
  recipe("redirect.hosting", "hosting_provider", 5, (scope) => [leaveApiOut(scope), askHost, testAgain]),
];

/** A redirect loop, mostly because the shop does not know that the visitor uses https. */
export const loopRecipes: readonly Recipe[] = [
  recipe("loop.cloudflare", "merchant", 3, [step("cloudflare_ssl_mode"), testAgain]),
  ...schemeRecipes("loop"),
  ...hostRecipes("loop_host"),
  ...ownAddress("loop_address"),
  recipe("loop.hosting", "hosting_provider", 10, [step("redirect_circle"), askHost, testAgain]),
];

/** Only some methods are redirected. Clients follow by GET, and keys are never sent along, so the redirect has to go. */
export const lostMethodRecipes: readonly Recipe[] = [
  recipe(
    "methods_lost.nginx",
    "hosting_provider",
    5,
    [findInNginx, step("nginx_file"), step("nginx_variable", { from: "$request_method", to: "$method_to_check" }), reloadNginx, testAgain],
    { snippets: nginxMethodVariableSnippets },
  ),
  recipe("methods_lost.apache", "hosting_provider", 5, [findInApache, step("rewrite_condition_redirect"), reloadApache, testAgain], {
    snippets: (scope) => [rewriteConditionSnippet(scope)],
  }),
  recipe("methods_lost.htaccess", "merchant", 5, [step("htaccess_backup"), step("rewrite_condition_redirect"), testAgain], {
    snippets: (scope) => [rewriteConditionSnippet(scope)],
  }),
  recipe("methods_lost.hosting", "hosting_provider", 10, (scope) => [leaveApiOut(scope), askHost, testAgain]),
];
