import { afterAll, expect, it } from "vitest";
import { backfillIncident } from "@/lib/incidents/backfill-incident";
import { inMerchant } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { readOverview } from "@/lib/integrations/list/list-reads";
import { rowTone, tellShop } from "@/lib/integrations/story";
import { connectShop } from "@/lib/testing/connect-shop";

afterAll(closeQueue);

it("a shop that refuses one of our addresses while its lanes go on needs action in list, count and story, since the first proof", async () => {
  const { scope, integrationId } = await connectShop();
  const { merchantId } = scope;
  const since = "2026-03-02T08:00:00.000Z";
  const cause = { cause: "ip_blocked", blocker: "nginx", fixer: "hosting_provider", checkId: "c", since };
  const refusedVisitors = [{ ...cause, methods: [], addresses: ["192.0.2.1"], userAgents: [] }];
  await inMerchant(merchantId, async (tx) => {
    await tx.integration.update({ where: { merchantId_id: { merchantId, id: integrationId } }, data: { refusedVisitors } });
    await backfillIncident(tx, scope, integrationId, new Date());
  });

  const { rows, counts } = await readOverview(scope);
  const [row] = rows;
  if (!row) throw new Error("the overview leaves the shop out");
  expect(Object.values(row.lanes).map(({ state }) => state)).toEqual(["regular", "regular"]);
  expect(rowTone(row)).toBe("action_needed");
  expect(counts.tones.action_needed).toBe(1);
  const story = tellShop(row, { kind: "program" }, new Date());
  expect(story).toMatchObject({ state: "partial", tone: "action_needed", since: new Date(since) });
  expect(story.responsibility?.key).toBe("acts.host");
});
