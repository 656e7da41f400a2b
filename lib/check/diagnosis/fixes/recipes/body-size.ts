import { findRule, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";

// Our bodies have some kB. The values leave room for uploads, which shops take as well.

/** Without files: the limit that JSON meets. */
const ofModsecurity = snippet(
  "modsecurity_body_size",
  "apache",
  "in_rule",
  "SecRequestBodyLimit 16777216\nSecRequestBodyNoFilesLimit 1048576",
);

const inServer = (software: "nginx" | "apache", directive: string, folders: string, value: string): Recipe =>
  recipe(
    `body_size.${software}`,
    3,
    [findRule(`${directive}|SecRequestBody(NoFiles)?Limit `, `${folders} /etc/modsecurity`), "body_size_raise", "reload"],
    { snippets: [snippet(`${software}_body_size`, software, "in_rule", `${directive} ${value}`), ofModsecurity] },
  );

export const bodySizeRecipes: readonly Recipe[] = [
  inServer("nginx", "client_max_body_size", "/etc/nginx", "16m;"),
  inServer("apache", "LimitRequestBody", "/etc/apache2 /var/www", "16777216"),
  recipe("body_size.hosting", 5, ["host_body_size", "ask_host"]),
];
