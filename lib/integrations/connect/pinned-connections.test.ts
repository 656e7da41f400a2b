import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runCheck } from "@/lib/check/probe/check-shop";
import { createShopClient } from "@/lib/connectors/http/client";
import { detectShopSystem } from "@/lib/integrations/connect/detect-shop-system";
import { postJson } from "@/lib/notify/post-json";
import { answerNames } from "@/lib/testing/answer-names";

// A hostile name server answers with an allowed address while we check, and with an inside one when we connect (DNS rebinding).

const OUTSIDE = "127.0.0.1";
const INSIDE = "127.0.0.66";
const policy = { allowNetworks: [`${OUTSIDE}/32`], allowTargets: [] };
const egress = { addresses: [], control: null };

let outside: http.Server;
let inside: http.Server;
let reached: string[];
let port: number;

const listen = async (server: http.Server, host: string, at: number): Promise<number> => {
  server.listen(at, host);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
};

beforeEach(async () => {
  reached = [];
  outside = http.createServer((_request, response) => response.end("{}"));
  inside = http.createServer((_request, response) => response.end("{}"));
  inside.on("connection", () => reached.push("inside"));
  outside.on("connection", () => reached.push("outside"));
  port = await listen(outside, OUTSIDE, 0);
  await listen(inside, INSIDE, port);
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const server of [outside, inside]) {
    server.closeAllConnections();
    server.close();
  }
});

/** Answers the first look-up with the allowed address, and all others with the inside one. @returns how often names were looked up */
function rebind(): () => number {
  let asked = 0;
  answerNames(() => {
    asked += 1;
    // A and AAAA are two questions of one look-up.
    return [asked <= 2 ? OUTSIDE : INSIDE];
  });
  return () => asked;
}

test("the client of a shop connects to the address that was judged, and refuses the next one", async () => {
  rebind();
  const client = createShopClient({ baseUrl: `http://shop.example:${port}`, shopSystem: "woocommerce", egress, policy });
  try {
    expect(await client.send({ method: "GET", path: "/a" })).toMatchObject({ ok: true });
    expect(await client.send({ method: "GET", path: "/b" })).toMatchObject({ ok: true });
  } finally {
    await client.close();
  }
  const again = createShopClient({ baseUrl: `http://shop.example:${port}`, shopSystem: "woocommerce", egress, policy });
  expect(await again.send({ method: "GET", path: "/c" })).toMatchObject({ ok: false, failure: { code: "target_not_allowed" } });
  await again.close();
  expect(new Set(reached)).toEqual(new Set(["outside"]));
});

test("a webhook goes to the address that was judged, and is refused at the next one", async () => {
  rebind();
  const send = () => postJson(`http://hooks.example:${port}/x`, "{}", {}, policy);
  expect(await send()).toMatchObject({ ok: true, status: 200 });
  expect(await send()).toEqual({ ok: false, failure: "target_not_allowed", status: null });
  expect(reached).toEqual(["outside"]);
});

test("all requests of a check go to the addresses that it judged", async () => {
  const asked = rebind();
  const result = await runCheck({ url: `http://shop.example:${port}`, shopSystem: "woocommerce", egress, policy });
  expect(result.requests).toBeGreaterThan(1);
  expect(asked()).toBeGreaterThan(0);
  expect(new Set(result.probes.map(({ to }) => to))).toEqual(new Set([OUTSIDE]));
  expect(reached).not.toContain("inside");
});

test("the search for a shop system reaches no address inside", async () => {
  rebind();
  await detectShopSystem(`http://shop.example:${port}`, { egress, policy });
  expect(reached).toContain("outside");
  expect(reached).not.toContain("inside");
});
