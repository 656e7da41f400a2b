import { step } from "@/lib/check/diagnosis/fixes/fix";
import { isSelfHosted, isWordpress, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { reloadApache, reloadHaproxy, reloadNginx, testAgain } from "@/lib/check/diagnosis/fixes/recipes/commands";
import { httpsBehindProxySnippet } from "@/lib/check/diagnosis/fixes/snippets/applications";
import { code } from "@/lib/check/diagnosis/fixes/snippets/plain";

const forwardedProto = {
  nginx: ["nginx", "proxy_set_header X-Forwarded-Proto $scheme;", reloadNginx],
  haproxy: ["haproxy", "http-request set-header X-Forwarded-Proto https if { ssl_fc }", reloadHaproxy],
  apache: ["apache", 'RequestHeader set X-Forwarded-Proto "https"', reloadApache],
} as const;

/** A proxy terminates TLS and the shop does not know: the proxy has to send the scheme and WordPress has to trust it. */
export const schemeRecipes = (topic: string, fits: NonNullable<Recipe["fits"]> = isSelfHosted): readonly Recipe[] => [
  ...(["nginx", "haproxy", "apache"] as const).map((software): Recipe => {
    const [language, line, reload] = forwardedProto[software];
    return {
      id: `${topic}.${software}`,
      software,
      who: "hosting_provider",
      minutes: 3,
      fits,
      steps: ({ platform }) => [
        step("proxy_says_https"),
        reload,
        ...(platform === "woocommerce" ? [step("wordpress_trusts_proxy")] : []),
        testAgain,
      ],
      snippets: ({ platform }) => [
        code(`${software}_forwarded_proto`, language, "in_rule", line),
        ...(platform === "woocommerce" ? [httpsBehindProxySnippet()] : []),
      ],
      withoutAddresses: true,
    };
  }),
  recipe(`${topic}.wordpress`, "merchant", 3, [step("wordpress_trusts_proxy"), testAgain], {
    fits: (cause, context) => fits(cause, context) && isWordpress(cause, context),
    snippets: () => [httpsBehindProxySnippet()],
    withoutAddresses: true,
  }),
];
