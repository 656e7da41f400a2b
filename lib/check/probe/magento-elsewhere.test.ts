import { describe, expect, it } from "vitest";
import type { CheckInput } from "@/lib/check/probe/check-input";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { startFront } from "@/lib/testing/start-front";

const egress = { addresses: ["127.0.0.2", "127.0.0.3"], control: "127.0.0.4" };
const policy = { allowNetworks: ["127.0.0.0/8"], allowTargets: [] };

/** Checks a Magento that does not sell to the Netherlands and has no firewall in front. */
async function check(sentence: string, input: Partial<CheckInput>, behaviour: Behaviour = {}) {
  const shop = await startFakeShop({ shopSystem: "magento", behaviour });
  const front = await startFront(shop.url, (request, response) => {
    if (!/\/directory\/countries\/NL/.test(request.url ?? "")) return false;
    response.writeHead(404, { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" });
    response.end(JSON.stringify({ message: sentence }));
    return true;
  });
  try {
    return await runCheck({ url: front.url, egress, policy, ...input });
  } finally {
    await front.close();
    await shop.close();
  }
}

describe.concurrent("a Magento that does not offer the requested country", () => {
  for (const sentence of ["The country isn't available.", "Das Land ist nicht verfügbar."])
    it(`is healthy, detected without a hint, and no other shop system: ${sentence}`, async () => {
      const named = await check(sentence, { shopSystem: "magento" });
      expect(named).toMatchObject({ verdict: "healthy", causes: [] });
      expect(named.requests).toBeLessThanOrEqual(12);
      expect(await check(sentence, {})).toMatchObject({ shopSystem: "magento", verdict: "healthy", causes: [] });
      const other = await check(sentence, { shopSystem: "woocommerce" });
      expect(other.causes.map(({ code, details }) => [code, details["found"]])).toEqual([["wrong_shop_system", "magento"]]);
    });

  it("is not mistaken for a refusing server if it reports methods in another language", async () => {
    const behaviour: Behaviour = { speaks: (message) => [...message].reverse().join("") };
    expect(await check("Das Land ist nicht verfügbar.", { shopSystem: "magento" }, behaviour)).toMatchObject({
      verdict: "healthy",
      causes: [],
    });
  });
});
