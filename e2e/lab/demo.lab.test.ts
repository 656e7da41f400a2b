import { beforeAll, describe, expect, it } from "vitest";
import { trustLabAuthority } from "@/e2e/lab/harness/check";
import { CONTROL_ADDRESS, EGRESS_ADDRESSES, labAuthority } from "@/e2e/lab/harness/lab";
import { runCheck } from "@/lib/check/probe/check-shop";
import { DEMO_SHOPS } from "@/lib/testing/demo-shops";
import { startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

beforeAll(trustLabAuthority);

describe("a check of a demo shop finds what the seeded database contains", () => {
  it.each(DEMO_SHOPS)("$name: $about", async (demo) => {
    const shop = await startFakeShop({
      shopSystem: demo.shopSystem,
      tls: await (await labAuthority()).issue(["127.0.0.1"], { fault: demo.certificate }),
      credentials: [demo.credentials],
      behaviour: demo.behaviour,
    });
    try {
      const result = await runCheck({
        url: shop.url,
        shopSystem: demo.shopSystem,
        credentials: demo.credentials,
        egress: { addresses: [...EGRESS_ADDRESSES], control: CONTROL_ADDRESS },
        policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
      });
      const found = result.causes.map(({ code, methods, userAgents, addresses }) => ({ code, methods, userAgents, addresses }));
      const lanes = [demo.lanes.orders_in, demo.lanes.tracking_out];
      const cause = lanes.find((lane) => lane.cause !== null)?.cause;
      const expected = cause
        ? [{ code: cause.code, methods: cause.methods, userAgents: cause.userAgents, addresses: cause.addresses }]
        : demo.behaviour.maintenance
          ? [{ code: "maintenance_mode", methods: [], userAgents: [], addresses: [] }]
          : [];
      expect(found).toEqual(expected);
      const affected = result.causes.flatMap(({ affects }) => affects);
      if (cause)
        expect([affected.includes("orders_in"), affected.includes("tracking_out")]).toEqual(lanes.map((lane) => lane.cause !== null));
    } finally {
      await shop.close();
    }
  });
});
