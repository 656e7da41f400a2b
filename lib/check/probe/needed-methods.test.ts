import { expect, it } from "vitest";
import { checkScene } from "@/lib/testing/check-scene";
import { refuseLikeNginx } from "@/lib/testing/start-front";

it.concurrent.each([
  ["woocommerce", ["PATCH", "DELETE"], []],
  ["woocommerce", ["POST"], ["tracking_out"]],
  // The connector repeats a refused PATCH as POST by itself.
  ["prestashop", ["PATCH"], []],
  ["prestashop", ["DELETE"], []],
  ["magento", ["DELETE"], []],
] as const)("%s: refusing %j blocks what the connector writes with it, and nothing else", async (shopSystem, methods, affects) => {
  const refused: readonly string[] = methods;
  const { verdict, causes } = await checkScene({
    shopSystem,
    rule: (request, response) => refused.includes(request.method ?? "") && refuseLikeNginx(response),
  });
  expect(verdict).toBe("degraded");
  expect(causes.map((cause) => [cause.code, cause.methods, cause.affects])).toEqual([["method_blocked", [...methods], affects]]);
});

it.concurrent("prestashop: a PATCH that is cut off silently blocks tracking, since POST is not known to pass", async () => {
  const { causes } = await checkScene({
    shopSystem: "prestashop",
    rule: (request) => {
      if (request.method === "PATCH") request.socket.destroy();
      return request.method === "PATCH";
    },
  });
  expect(causes.map((cause) => [cause.code, cause.methods, cause.affects])).toEqual([["method_blocked", ["PATCH"], ["tracking_out"]]]);
});
