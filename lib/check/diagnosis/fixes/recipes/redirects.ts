import { step } from "@/lib/check/diagnosis/fixes/fix";
import { findRedirect, hasReason, type Recipe, recipe, where } from "@/lib/check/diagnosis/fixes/recipe";
import { withPath } from "@/lib/check/diagnosis/fixes/recipes/common";
import { schemeRecipes } from "@/lib/check/diagnosis/fixes/recipes/scheme";
import { rewriteCondition } from "@/lib/check/diagnosis/fixes/snippets/apache";
import { nginxMethodVariable } from "@/lib/check/diagnosis/fixes/snippets/nginx";
import { snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";

export const leaveApiOut = withPath("redirect_not_api");

/** Where a shop system stores its own URL, to which it redirects all others. */
const ownAddress = (topic: string): readonly Recipe[] => [
  recipe(`${topic}.wordpress`, 3, ["wordpress_address"]),
  recipe(`${topic}.magento`, 3, [step("magento_base_url", { command: "bin/magento config:show web/secure/base_url" })]),
  recipe(`${topic}.prestashop`, 3, ["prestashop_shop_url"]),
];

/** A proxy forwards requests under another host name, from which the shop redirects to its own. */
const hostRecipes = (topic: string): readonly Recipe[] => [
  recipe(`${topic}.nginx`, 3, ["host_header", "reload"], {
    snippets: [snippet("nginx_host", "nginx", "in_rule", "proxy_set_header Host $http_host;")],
  }),
  recipe(`${topic}.apache`, 3, ["host_header", "reload"], {
    snippets: [snippet("apache_host", "apache", "in_rule", "ProxyPreserveHost On")],
  }),
];

export const findInNginx = findRedirect("return 30[1278]|rewrite .*(redirect|permanent)", "/etc/nginx");
export const findInApache = findRedirect("Redirect|R(=30[1278])?[],]", "/etc/apache2 /var/www");
const exceptions = [rewriteCondition];

/** The application's redirect to its own main domain is right: only the address here is old. */
const isNotOwnDomain = ({ reason }: { reason: string | null }): boolean => reason !== "main_domain_changed";

export const redirectRecipes: readonly Recipe[] = [
  recipe("redirect.mooring", 1, ["mooring_final_address"], { fits: ({ reason }) => reason === null || reason === "main_domain_changed" }),
  ...where(isNotOwnDomain, [
    ...ownAddress("redirect"),
    recipe("redirect.nginx", 5, [findInNginx, leaveApiOut, "reload"]),
    recipe("redirect.apache", 5, [findInApache, leaveApiOut, "rewrite_condition_redirect", "reload"], { exceptions }),
    recipe("redirect.htaccess", 5, ["htaccess_backup", leaveApiOut, "rewrite_condition_redirect"], { exceptions }),
    ...where(hasReason("path_lost"), hostRecipes("redirect_host")),
    recipe("redirect.hosting", 5, [leaveApiOut, "ask_host"]),
  ]),
];

/** A redirect loop, mostly because the shop does not know that the visitor uses https. */
export const loopRecipes: readonly Recipe[] = [
  recipe("loop.cloudflare", 3, ["cloudflare_ssl_mode"]),
  ...schemeRecipes("loop"),
  ...hostRecipes("loop_host"),
  ...ownAddress("loop_address"),
  recipe("loop.hosting", 10, ["redirect_circle", "ask_host"]),
];

export const methodVariable = step("nginx_variable", { from: "$request_method", to: "$method_to_check" });

/** Only some methods are redirected. Clients follow by GET, and keys are never sent along, so the redirect has to go. */
export const lostMethodRecipes: readonly Recipe[] = [
  recipe("methods_lost.nginx", 5, [findInNginx, "nginx_file", methodVariable, "reload"], { exceptions: [nginxMethodVariable] }),
  recipe("methods_lost.apache", 5, [findInApache, "rewrite_condition_redirect", "reload"], { exceptions }),
  recipe("methods_lost.htaccess", 5, ["htaccess_backup", "rewrite_condition_redirect"], { exceptions }),
  recipe("methods_lost.hosting", 10, [leaveApiOut, "ask_host"]),
];
