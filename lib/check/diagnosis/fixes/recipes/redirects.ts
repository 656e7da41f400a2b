import { step } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, isPlatform, type Recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { askHost, findRedirect, reloadApache, reloadNginx, testAgain } from "@/lib/check/diagnosis/fixes/recipes/commands";
import { schemeRecipes } from "@/lib/check/diagnosis/fixes/recipes/scheme";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { rewriteConditionSnippet } from "@/lib/check/diagnosis/fixes/snippets/apache";
import { nginxMethodVariableSnippets } from "@/lib/check/diagnosis/fixes/snippets/nginx";
import { code } from "@/lib/check/diagnosis/fixes/snippets/plain";

const leaveApiOut = (scope: Scope) => step("redirect_not_api", { path: scope.path.literal || "/" });

/** Where a shop system stores its own URL, to which it redirects all others. */
const ownAddress = (topic: string): readonly Recipe[] => [
  {
    id: `${topic}.wordpress`,
    software: "wordpress",
    who: "merchant",
    minutes: 3,
    fits: isPlatform("woocommerce"),
    steps: [step("wordpress_address"), testAgain],
  },
  {
    id: `${topic}.magento`,
    software: "magento",
    who: "hosting_provider",
    minutes: 3,
    fits: isPlatform("magento"),
    steps: [step("magento_base_url", { command: "bin/magento config:show web/secure/base_url" }), testAgain],
  },
  {
    id: `${topic}.prestashop`,
    software: "prestashop",
    who: "merchant",
    minutes: 3,
    fits: isPlatform("prestashop"),
    steps: [step("prestashop_shop_url"), testAgain],
  },
];

const hostHeader = {
  nginx: ["nginx", "proxy_set_header Host $http_host;", reloadNginx],
  apache: ["apache", "ProxyPreserveHost On", reloadApache],
} as const;

/** A proxy that passes requests on under another host name, from which the shop redirects to its own. */
const hostRecipes = (topic: string, fits: NonNullable<Recipe["fits"]> = () => true): readonly Recipe[] =>
  (["nginx", "apache"] as const).map((software): Recipe => {
    const [language, line, reload] = hostHeader[software];
    return {
      id: `${topic}.${software}`,
      software,
      who: "hosting_provider",
      minutes: 3,
      fits,
      steps: [step("host_header"), reload, testAgain],
      snippets: () => [code(`${software}_host`, language, "in_rule", line)],
      withoutAddresses: true,
    };
  });

const findInNginx = findRedirect("return 30[1278]|rewrite .*(redirect|permanent)", "/etc/nginx");
const findInApache = findRedirect("Redirect|R(=30[1278])?[],]", "/etc/apache2 /var/www");

/** Requests are redirected to another host, or lose the API's path or https. */
export const redirectRecipes: readonly Recipe[] = [
  {
    id: "redirect.mooring",
    software: "mooring",
    who: "merchant",
    minutes: 1,
    fits: ({ reason }) => reason === null,
    steps: [step("mooring_final_address"), testAgain],
  },
  ...ownAddress("redirect"),
  {
    id: "redirect.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 5,
    steps: (scope) => [findInNginx, leaveApiOut(scope), reloadNginx, testAgain],
  },
  {
    id: "redirect.apache",
    software: "apache",
    who: "hosting_provider",
    minutes: 5,
    steps: (scope) => [findInApache, leaveApiOut(scope), step("rewrite_condition_redirect"), reloadApache, testAgain],
    snippets: (scope) => [rewriteConditionSnippet(scope)],
  },
  {
    id: "redirect.htaccess",
    software: "htaccess",
    who: "merchant",
    minutes: 5,
    steps: (scope) => [step("htaccess_backup"), leaveApiOut(scope), step("rewrite_condition_redirect"), testAgain],
    snippets: (scope) => [rewriteConditionSnippet(scope)],
  },
  ...hostRecipes("redirect_host", hasReason("path_lost")),
  {
    id: "redirect.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 5,
    steps: (scope) => [leaveApiOut(scope), askHost, testAgain],
  },
];

/** A redirect loop, mostly because the shop does not know that the visitor uses https. */
export const loopRecipes: readonly Recipe[] = [
  { id: "loop.cloudflare", software: "cloudflare", who: "merchant", minutes: 3, steps: [step("cloudflare_ssl_mode"), testAgain] },
  ...schemeRecipes("loop"),
  ...hostRecipes("loop_host"),
  ...ownAddress("loop_address"),
  {
    id: "loop.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 10,
    steps: [step("redirect_circle"), askHost, testAgain],
  },
];

/** Only some methods are redirected. Clients follow by GET, and keys are never sent along, so the redirect has to go. */
export const lostMethodRecipes: readonly Recipe[] = [
  {
    id: "methods_lost.nginx",
    software: "nginx",
    who: "hosting_provider",
    minutes: 5,
    steps: [
      findInNginx,
      step("nginx_file"),
      step("nginx_variable", { from: "$request_method", to: "$method_to_check" }),
      reloadNginx,
      testAgain,
    ],
    snippets: nginxMethodVariableSnippets,
  },
  {
    id: "methods_lost.apache",
    software: "apache",
    who: "hosting_provider",
    minutes: 5,
    steps: [findInApache, step("rewrite_condition_redirect"), reloadApache, testAgain],
    snippets: (scope) => [rewriteConditionSnippet(scope)],
  },
  {
    id: "methods_lost.htaccess",
    software: "htaccess",
    who: "merchant",
    minutes: 5,
    steps: [step("htaccess_backup"), step("rewrite_condition_redirect"), testAgain],
    snippets: (scope) => [rewriteConditionSnippet(scope)],
  },
  {
    id: "methods_lost.hosting",
    software: "hosting",
    who: "hosting_provider",
    minutes: 10,
    steps: (scope) => [leaveApiOut(scope), askHost, testAgain],
  },
];
