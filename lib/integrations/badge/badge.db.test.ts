import { afterAll, expect, it } from "vitest";
import { HOUR_MS } from "@/lib/base/units";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { readBadge } from "@/lib/integrations/badge/data";
import { switchBadge } from "@/lib/integrations/badge/mutations";
import { connectShop } from "@/lib/testing/connect-shop";

afterAll(closeQueue);

it("a badge is off by default, gets a new URL each time it is switched on, and shows the worse lane", async () => {
  const { scope, integrationId } = await connectShop();
  const now = new Date();
  const ago = (hours: number): Date => new Date(now.getTime() - hours * HOUR_MS);
  await inPlatform((tx) => tx.integration.updateMany({ where: { id: integrationId }, data: { createdAt: ago(10) } }));
  const on = await switchBadge(scope, { integrationId, on: true });
  const token = on.ok ? on.value.token : null;
  if (!token) throw new Error("no token");
  expect(await switchBadge(scope, { integrationId, on: true })).toEqual({ ok: true, value: { token } });
  expect(await readBadge(token, now)).toEqual({ state: "healthy", tone: "healthy", share: 1 });

  const block = (lane: "orders_in" | "tracking_out", at: Date) =>
    inMerchant(scope.merchantId, (tx) =>
      applyLaneEvent(tx, scope, {
        integrationId,
        lane,
        now: at,
        event: {
          kind: "check_found",
          stops: true,
          needsPerson: true,
          reason: {
            code: "causes_found",
            checkId: "c",
            cause: "ip_blocked",
            others: 0,
            methods: [],
            userAgents: [],
            addresses: [],
            blocker: null,
            fixer: "hosting_provider",
          },
        },
      }),
    );
  await block("tracking_out", ago(4));
  const status = await readBadge(token, now);
  expect(status?.tone).toBe("action_needed");
  expect(status?.share).toBeCloseTo(0.6, 5);

  await inMerchant(scope.merchantId, (tx) =>
    applyLaneEvent(tx, scope, { integrationId, lane: "tracking_out", now, event: { kind: "run_succeeded" } }),
  );
  expect((await readBadge(token, now))?.tone, "as on the pages: nothing is to be done").toBe("healthy");

  await switchBadge(scope, { integrationId, on: false });
  expect(await readBadge(token, now)).toBeNull();
  const again = await switchBadge(scope, { integrationId, on: true });
  expect(again.ok && again.value.token !== token && again.value.token !== null).toBe(true);
  for (const text of ["", `${token}x`, "../../etc/passwd", `${token.slice(0, -1)}\u0000`]) expect(await readBadge(text, now)).toBeNull();
});
