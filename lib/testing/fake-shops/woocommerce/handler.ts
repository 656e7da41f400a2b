import { type FakeAnswer, type FakeRequest, jsonAnswer } from "@/lib/testing/fake-shops/answer";
import type { FakeShopSystem, ShopContext } from "@/lib/testing/fake-shops/fake-shop-system";
import { APACHE, makeFrontPage } from "@/lib/testing/fake-shops/front-pages";
import { answerAuthorization } from "@/lib/testing/fake-shops/woocommerce/authorize";
import type { WooKey } from "@/lib/testing/fake-shops/woocommerce/key";
import { addSlash, homePage, maintenancePage, missingRewrite, notFoundPage } from "@/lib/testing/fake-shops/woocommerce/pages";
import { answerRest } from "@/lib/testing/fake-shops/woocommerce/rest";

// WooCommerce on WordPress behind Apache: dispatches requests to the parts of WordPress.

interface RestTarget {
  /** Route below the API root, e.g. `/wc/v3/orders`. */
  route: string;
  /** API keys work only at the pretty URL. */
  keysWork: boolean;
}

const trimSlash = (route: string): string => (route.length > 1 ? route.replace(/\/+$/, "") : route) || "/";

/** The REST route that WordPress sees; null if the request is not for its API. */
function findRestTarget(request: FakeRequest, prettyWorks: boolean): RestTarget | null {
  const byQuery = request.query.get("rest_route");
  if (byQuery !== null && (request.path === "/" || request.path === "/index.php")) return { route: trimSlash(byQuery), keysWork: false };
  const pretty = /^(\/index\.php)?\/wp-json(\/.*)?$/.exec(request.path);
  return pretty && prettyWorks ? { route: trimSlash(pretty[2] ?? "/"), keysWork: true } : null;
}

/** A request for the API's pretty URL while WordPress' permalinks are "Plain": redirects and the home page. */
function answerPlainPermalinks(request: FakeRequest, name: string): FakeAnswer {
  const isGet = request.method === "GET" || request.method === "HEAD";
  if (request.path.startsWith("/index.php/"))
    return addSlash({ ...request, path: request.path.slice("/index.php".length).replace(/\/+$/, "") });
  return isGet && !request.path.endsWith("/") ? addSlash(request) : homePage(request, name, true);
}

function answerLostRules(request: FakeRequest, server: "apache" | "nginx"): FakeAnswer {
  const what = missingRewrite(request);
  if (server === "nginx") return makeFrontPage("nginx", what === "not_found" ? 404 : 405, request.method);
  if (what === "empty")
    return {
      status: 200,
      headers: [
        ["Server", APACHE],
        ["Allow", "HEAD,GET,POST,OPTIONS,TRACE"],
      ],
      body: "",
    };
  return makeFrontPage("apache", what === "not_found" ? 404 : 405, request.method);
}

function answerWordPress(request: FakeRequest, shop: ShopContext<WooKey>, usedNonces: Map<string, number>): FakeAnswer {
  const { behaviour } = shop;
  if (behaviour.maintenance) return maintenancePage(request);
  const rewriting = behaviour.rewriting ?? "on";
  const plain = rewriting === "plain_permalinks";
  const isPretty = /^\/wp-json(\/|$)/.test(request.path);
  // Without the rules, every address that is no file is the server's own "not found".
  const isFile = request.path === "/" || request.path.includes(".php");
  if (!isFile && rewriting === "missing_apache") return answerLostRules(request, "apache");
  if (!isFile && rewriting === "missing_nginx") return answerLostRules(request, "nginx");

  const target = findRestTarget(request, !plain);
  if (target) return answerRest(request, target, shop, { plain, usedNonces });
  if (plain && (isPretty || request.path.startsWith("/index.php/wp-json"))) return answerPlainPermalinks(request, shop.name);
  if (request.path.startsWith("/wc-auth/v1/") && !plain) return answerAuthorization(request, shop);
  if (request.path.startsWith("/wc-api/"))
    return jsonAnswer(404, { errors: { code: "woocommerce_api_disabled", message: "The WooCommerce API is disabled on this site" } }, [
      ["Content-Type", "application/json; charset=UTF-8"],
    ]);
  return request.path === "/" || request.path === "/index.php" ? homePage(request, shop.name, plain) : notFoundPage(request, plain);
}

const withApproved = (shop: ShopContext<WooKey>): ShopContext<WooKey> =>
  shop.store.approvedKeys.size > 0 ? { ...shop, keys: [...shop.keys, ...shop.store.approvedKeys.values()] } : shop;

export const woocommerce: FakeShopSystem<WooKey> = {
  version: "10.6.2",
  makeHandler() {
    const usedNonces = new Map<string, number>();
    return (request, shop) => {
      if (request.method === "TRACE")
        return { status: 200, headers: [["Content-Type", "message/http"]], body: `TRACE ${request.path} HTTP/1.1\r\n` };
      return answerWordPress({ ...request, origin: shop.behaviour.ownAddress ?? request.origin }, withApproved(shop), usedNonces);
    };
  },
};
