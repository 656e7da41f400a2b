import { expect, it } from "vitest";
import { missingPrestashopRights } from "@/lib/connectors/prestashop/index";
import { prestashopRights } from "@/lib/connectors/prestashop/rights";
import { directShopClient } from "@/lib/testing/direct-shop-client";
import { FakeStore } from "@/lib/testing/fake-shops/store";

const key = "P".repeat(32);
/** All rights except `left`, by resource. */
function rightsBut(changesBy: "PATCH" | "PUT", left: readonly string[]): Record<string, string[]> {
  const rights: Record<string, string[]> = {};
  for (const { method, resource } of prestashopRights(changesBy))
    if (!left.includes(`${method} ${resource}`)) rights[resource] = [...(rights[resource] ?? []), method];
  return rights;
}

const missing = (version: string, rights: Record<string, string[]>) =>
  missingPrestashopRights({
    client: directShopClient({ shopSystem: "prestashop", version, store: new FakeStore([]), key: { apiKey: key, rights } }),
    credentials: {
      key,
    },
  });

it("each right that the key lacks is reported, except those for details only", async () => {
  expect(await missing("8.2.1", rightsBut("PATCH", []))).toEqual([]);
  expect(await missing("8.2.1", rightsBut("PATCH", ["GET customers", "POST order_histories", "GET order_details"]))).toEqual([
    "GET customers",
    "POST order_histories",
  ]);
  expect(await missing("1.7.8.11", rightsBut("PUT", ["PUT order_carriers"])), "1.7 changes records by PUT").toEqual(["PUT order_carriers"]);
});
