import { isSelfHosted, isWordpress, ofShopSystem, type Recipe, recipe, where } from "@/lib/check/diagnosis/fixes/recipe";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { httpsBehindProxy } from "@/lib/check/diagnosis/fixes/snippets/applications";
import { snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

const FORWARDED_PROTO = {
  nginx: "proxy_set_header X-Forwarded-Proto $scheme;",
  haproxy: "http-request set-header X-Forwarded-Proto https if { ssl_fc }",
  apache: 'RequestHeader set X-Forwarded-Proto "https"',
} as const;

const only =
  (wanted: ShopSystem) =>
  <Value>(value: Value) =>
  ({ shopSystem }: Scope): Value[] =>
    shopSystem === wanted ? [value] : [];
const forWordpress = only("woocommerce");
const forMagento = only("magento");

/** Magento believes the header that this setting names. */
const readsHeader = snippet(
  "magento_offloader_header",
  "shell",
  "run",
  "bin/magento config:set web/secure/offloader_header X-Forwarded-Proto\nbin/magento cache:flush config",
);

/** A proxy terminates TLS and the shop does not know: the proxy has to send the scheme, and WordPress or Magento has to believe it. */
export const schemeRecipes = (topic: string, fits: NonNullable<Recipe["fits"]> = isSelfHosted): readonly Recipe[] =>
  where(fits, [
    ...(["nginx", "haproxy", "apache"] as const).map((software) =>
      recipe(
        `${topic}.${software}`,
        3,
        ["proxy_says_https", "reload", forWordpress("wordpress_trusts_proxy"), forMagento("magento_offloader_header")],
        {
          snippets: [
            snippet(`${software}_forwarded_proto`, software, "in_rule", FORWARDED_PROTO[software]),
            forWordpress(httpsBehindProxy),
            forMagento(readsHeader),
          ],
        },
      ),
    ),
    recipe(`${topic}.wordpress`, 3, ["wordpress_trusts_proxy"], { fits: isWordpress, snippets: [httpsBehindProxy] }),
    recipe(`${topic}.magento`, 3, ["magento_offloader_header"], { fits: ofShopSystem("magento"), snippets: [readsHeader] }),
  ]);
