import { isSelfHosted, isWordpress, type Recipe, recipe, where } from "@/lib/check/diagnosis/fixes/recipe";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { httpsBehindProxy } from "@/lib/check/diagnosis/fixes/snippets/applications";
import { snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";

const FORWARDED_PROTO = {
  nginx: "proxy_set_header X-Forwarded-Proto $scheme;",
  haproxy: "http-request set-header X-Forwarded-Proto https if { ssl_fc }",
  apache: 'RequestHeader set X-Forwarded-Proto "https"',
} as const;

const forWordpress =
  <Value>(value: Value) =>
  ({ shopSystem }: Scope): Value[] =>
    shopSystem === "woocommerce" ? [value] : [];

/** A proxy terminates TLS and the shop does not know: the proxy has to send the scheme and WordPress has to trust it. */
export const schemeRecipes = (topic: string, fits: NonNullable<Recipe["fits"]> = isSelfHosted): readonly Recipe[] =>
  where(fits, [
    ...(["nginx", "haproxy", "apache"] as const).map((software) =>
      recipe(`${topic}.${software}`, 3, ["proxy_says_https", "reload", forWordpress("wordpress_trusts_proxy")], {
        snippets: [snippet(`${software}_forwarded_proto`, software, "in_rule", FORWARDED_PROTO[software]), forWordpress(httpsBehindProxy)],
      }),
    ),
    recipe(`${topic}.wordpress`, 3, ["wordpress_trusts_proxy"], { fits: isWordpress, snippets: [httpsBehindProxy] }),
  ]);
