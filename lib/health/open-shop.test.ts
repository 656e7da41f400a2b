import { expect, it, onTestFinished } from "vitest";
import { openShop } from "@/lib/health/open-shop";
import { SCENE_KEYS } from "@/lib/testing/check-scene";
import { startFront } from "@/lib/testing/start-front";

const OUTSIDE = { egress: { addresses: [], control: null }, policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] } };

async function openSlowShop(answerMs: number, statuses: readonly number[]) {
  let asked = 0;
  const front = await startFront("http://127.0.0.1:9", (_request, response) => {
    const status = statuses[asked] ?? 200;
    asked += 1;
    setTimeout(() => response.writeHead(status, { "Content-Type": "application/json" }).end('[{"id":1}]'), answerMs);
    return true;
  });
  onTestFinished(() => front.close());
  const shop = openShop({ baseUrl: front.url, shopSystem: "woocommerce", credentials: SCENE_KEYS.woocommerce }, OUTSIDE);
  onTestFinished(() => shop.close());
  return { shop, asked: () => asked };
}

it("while a user waits, each request of the preflight has its own time, however many a slow shop needs", async () => {
  const { shop, asked } = await openSlowShop(1_000, [500]);
  // Both together take longer than one may.
  expect(await shop.preflight(1_800)).toMatchObject({ ok: true });
  expect(asked()).toBe(2);
});

it("a request that takes longer than its own time ends the preflight", async () => {
  const { shop } = await openSlowShop(60_000, []);
  expect(await shop.preflight(100)).toMatchObject({ ok: false, failure: { code: "response_timed_out" } });
});
