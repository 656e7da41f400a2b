import { expect, it } from "vitest";
import { checkScene } from "@/lib/testing/check-scene";
import { refuseLikeNginx } from "@/lib/testing/start-front";

it.each([
  ["woocommerce", ["PATCH", "DELETE"], []],
  ["woocommerce", ["POST"], ["tracking_out"]],
  ["prestashop", ["PATCH"], ["tracking_out"]],
  ["prestashop", ["DELETE"], []],
  ["magento", ["DELETE"], []],
] as const)("%s: refusing %j stops what the connector itself writes by, and nothing else", async (platform, methods, affects) => {
  const refused: readonly string[] = methods;
  const { verdict, causes } = await checkScene({
    platform,
    rule: (request, response) => refused.includes(request.method ?? "") && refuseLikeNginx(response),
  });
  expect(verdict).toBe("degraded");
  expect(causes.map((cause) => [cause.code, cause.methods, cause.affects])).toEqual([["method_blocked", [...methods], affects]]);
});
