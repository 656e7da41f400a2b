import type http from "node:http";
import { describe, expect, it } from "vitest";
import { reasonOf } from "@/lib/check/probe/ask-rules";
import { checkScene, SCENE_KEYS } from "@/lib/testing/check-scene";
import { refuseLikeNginx } from "@/lib/testing/start-front";

type Refuse = (response: http.ServerResponse) => true;

const REFUSALS: Readonly<Record<string, Refuse>> = {
  "503 of a server that has no worker left": (response) => {
    response.writeHead(503, { "Content-Type": "text/html" });
    response.end("<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n");
    return true;
  },
  "502 of nginx": (response) => refuseLikeNginx(response, 502, "Bad Gateway"),
  "503 of nginx": (response) => refuseLikeNginx(response, 503, "Service Temporarily Unavailable"),
  429: (response) => refuseLikeNginx(response, 429, "Too Many Requests"),
};

/** Which requests of a series are refused, regardless of client and path. */
const FEW: Readonly<Record<string, (count: number) => boolean>> = {
  "three of seven": (count) => [2, 3, 6].includes(count % 7),
  "two of eleven": (count) => [4, 5].includes(count % 11),
};
const SHARES: typeof FEW = {
  "one of three": (count) => count % 3 === 2,
  "two of four": (count) => count % 4 > 1,
  ...FEW,
};
// Refusals that do not suggest a temporary fault are repeated less often.
const CASES = [
  ...Object.entries(REFUSALS).flatMap(([what, refuse]) => Object.entries(SHARES).map(([how, share]) => ({ what, refuse, how, share }))),
  ...Object.entries(FEW).map(([how, share]) => ({
    what: "403 of nginx",
    refuse: (response: http.ServerResponse) => refuseLikeNginx(response),
    how,
    share,
  })),
];

describe.concurrent("a server that refuses a share of all requests", () => {
  for (const { what, refuse, how, share } of CASES)
    for (const credentials of [undefined, SCENE_KEYS.woocommerce])
      it(`${what}, ${how}, ${credentials ? "a" : "no"} key: nothing is blocked by it`, async () => {
        let count = 0;
        const rule = (_: unknown, response: http.ServerResponse): boolean => {
          count += 1;
          return share(count) && refuse(response);
        };
        const result = await checkScene({ rule, check: { credentials } });
        const named = result.causes.filter(
          ({ methods, userAgents, addresses }) => methods.length + userAgents.length + addresses.length > 0,
        );
        expect(named.map(({ code }) => code)).toEqual([]);
      });
});

it.concurrent("a single refusal is retried before it is reported", async () => {
  let patched = 0;
  const once = await checkScene({
    rule: (request, response) => {
      patched += Number(request.method === "PATCH");
      return request.method === "PATCH" && patched === 1 && refuseLikeNginx(response);
    },
  });
  expect(once.causes.map(({ code, methods }) => [code, methods])).toEqual([]);
});

it.concurrent("a refusal of one visitor is retried before it is examined", async () => {
  let patched = 0;
  const twice = await checkScene({
    rule: (request, response, from) => {
      if (request.method !== "PATCH" || from !== "127.0.0.3") return false;
      patched += 1;
      return patched <= 2 && refuseLikeNginx(response);
    },
  });
  expect(twice.causes.map(({ code, methods }) => [code, methods])).toEqual([["rate_limited", []]]);
  // At most the request whether they may read.
  expect(twice.probes.filter(({ purpose }) => reasonOf(purpose) === "contrast_method").length).toBeLessThanOrEqual(1);
});

it.concurrent("a request that passed before may pass again after two refusals", async () => {
  let count = 0;
  const result = await checkScene({
    shopSystem: "prestashop",
    rule: (request, response, from) => {
      if (request.method === "DELETE" && from === "127.0.0.2") count = 1;
      const isRefused = from === "127.0.0.2" && count >= 1 && count <= 3;
      if (isRefused) count += 1;
      return isRefused && refuseLikeNginx(response);
    },
  });
  expect(result.causes.map(({ code }) => code)).not.toContain("banned_during_test");
});

it.concurrent("a key is not called read-only for a refusal that other requests met only for a while", async () => {
  const left = { guest: 1, delete: 2, write: 2 };
  const refuseFirst = (which: keyof typeof left, response: http.ServerResponse): boolean => {
    left[which] -= 1;
    return left[which] >= 0 && refuseLikeNginx(response);
  };
  const { causes } = await checkScene({
    rule: ({ method, headers, url }, response, from) => {
      if (headers.authorization) return method === "POST" && refuseFirst("write", response);
      if (method === "DELETE" && from === "127.0.0.2") return refuseFirst("delete", response);
      return url === "/wp-json/wc/v3/orders/999999999" && refuseFirst("guest", response);
    },
    check: { credentials: SCENE_KEYS.woocommerce },
  });
  expect(causes.map(({ code }) => code)).toEqual(["rate_limited"]);
});
