import type http from "node:http";
import { afterAll, expect, it } from "vitest";
import { runCheck } from "@/lib/check/probe/check-shop";
import { egress, policy } from "@/lib/testing/check-scene";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { type FrontRule, refuseLikeNginx, startFront } from "@/lib/testing/start-front";

const open: { close(): Promise<void> }[] = [];
afterAll(async () => {
  for (const one of open) await one.close();
});

/** A name with two loopback addresses; the server at each follows its own rule. */
async function checkTwoServers(first: FrontRule, second: FrontRule) {
  const shop = await startFakeShop({ shopSystem: "woocommerce" });
  open.push(shop);
  const front = await startFront(
    shop.url,
    (request, response, from) => (request.socket.localAddress === "127.0.0.1" ? first : second)(request, response, from),
    undefined,
    "0.0.0.0",
  );
  open.push(front);
  const lookup = async () => [
    { address: "127.0.0.1", family: 4 },
    { address: "127.0.0.5", family: 4 },
  ];
  return runCheck({ url: front.url.replace("127.0.0.1", "shop.test"), shopSystem: "woocommerce", egress, policy, lookup });
}

const answers: FrontRule = () => false;
const refusesAll = (_: http.IncomingMessage, response: http.ServerResponse) => refuseLikeNginx(response);
const refusesPatch: FrontRule = (request, response) => request.method === "PATCH" && refuseLikeNginx(response);

it.concurrent.each([
  ["refuses everything", refusesAll],
  ["refuses PATCH", refusesPatch],
])("if one of a name's two addresses %s, that server is reported and no rule about us", async (_, rule) => {
  const { causes } = await checkTwoServers(rule, answers);
  expect(causes.map(({ code, reason, details }) => [code, reason, details["server"]])).toEqual([
    ["server_error", "one_of_several", "127.0.0.1"],
  ]);
});

it.concurrent("a refusal by both addresses is a rule", async () => {
  const { causes } = await checkTwoServers(refusesPatch, refusesPatch);
  expect(causes.map(({ code, methods }) => [code, methods])).toEqual([["method_blocked", ["PATCH"]]]);
});

it.concurrent("the other address is not probed while nothing fails", async () => {
  const { causes, probes } = await checkTwoServers(answers, refusesAll);
  expect(causes).toEqual([]);
  expect(probes.length).toBeLessThanOrEqual(12);
});
