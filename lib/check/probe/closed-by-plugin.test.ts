import type http from "node:http";
import { expect, it } from "vitest";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import type { CheckResult } from "@/lib/check/result";
import { checkScene, SCENE_KEYS } from "@/lib/testing/check-scene";
import type { FrontRule } from "@/lib/testing/start-front";

// Answers of a real WooCommerce 11 whose API a plugin closed in one of WordPress' ways.

const credentials = SCENE_KEYS.woocommerce;

const json = (response: http.ServerResponse, status: number, value: unknown): true => {
  response.writeHead(status, { "Content-Type": "application/json; charset=UTF-8" }).end(JSON.stringify(value));
  return true;
};

const summarize = (result: CheckResult) =>
  result.causes.map((cause) => {
    const context = { url: result.url, shopSystem: result.shopSystem, server: "nginx", addresses: [], userAgents: [], methods: [] };
    const [fix] = fixesFor(cause, context);
    return [cause.code, cause.reason, cause.details["visitor"] ?? cause.details["by"] ?? null, fix?.id];
  });

const isApi = ({ url = "" }: http.IncomingMessage): boolean => url.startsWith("/wp-json");

it("a plugin that refuses everyone is not told to be open to a key, if the entered one was refused too", async () => {
  const rule: FrontRule = (request, response) =>
    isApi(request) && json(response, 403, { code: "rest_disabled", message: "Closed.", data: { status: 403 } });
  const keyed = await checkScene({ rule, check: { credentials } });
  expect(summarize(keyed)).toEqual([["closed_to_visitors", "closed_by_plugin", "keyed", "closed_to_key.wordpress"]]);
  const guest = await checkScene({ rule });
  expect(summarize(guest)).toEqual([["closed_to_visitors", "closed_by_plugin", "guest", "closed.wordpress"]]);
});

it("routes of WooCommerce that a plugin took away are not an inactive WooCommerce, which the index still lists", async () => {
  const noRoute = { code: "rest_no_route", message: "No route was found.", data: { status: 404 } };
  const rule: FrontRule = (request, response) => (request.url ?? "").startsWith("/wp-json/wc/") && json(response, 404, noRoute);
  const result = await checkScene({ rule, check: { credentials } });
  expect(summarize(result)).toEqual([["api_disabled", "closed_by_plugin", null, "disabled.wordpress"]]);
});

it.each([
  ["WordPress", { "X-Redirect-By": "WordPress" }, "wordpress", "path_redirected.wordpress"],
  ["the server", {}, null, "path_redirected.nginx"],
])("a redirect of the API's path by %s is no lack of rewrite rules", async (_who, headers, by, fixId) => {
  const rule: FrontRule = (request, response) => {
    if (!isApi(request)) return false;
    response.writeHead(302, { Location: "/", ...headers }).end();
    return true;
  };
  expect(summarize(await checkScene({ rule, check: { credentials } }))).toEqual([["api_not_found", "path_redirected", by, fixId]]);
});
