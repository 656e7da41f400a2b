import fc from "fast-check";
import { expect, test } from "vitest";
import type { ListCursor } from "@/lib/base/list-cursor";
import { DAY_MS } from "@/lib/base/units";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import type { Prisma } from "@/lib/infra/prisma-client/client";
import { findIntegrationSettings } from "@/lib/integrations/data";
import { readHistory } from "@/lib/integrations/history/data";
import { listDays } from "@/lib/integrations/history/days";
import { pruneHistory } from "@/lib/operations/prune-history";
import { listRunEntries } from "@/lib/sync/past-runs/run-reads";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";

const QUARTER_MS = 900_000;
const DAYS = 16;

type Run = Partial<Prisma.SyncRunUncheckedCreateInput>;

const NOTABLE: readonly Run[] = [
  { status: "failed", failure: "server_error", firstByteMs: null },
  { created: 2 },
  { updated: 1 },
  { quarantined: 1 },
  { shopCount: 8, ourCount: 7 },
  { trigger: "refresh" },
];
const NOOP: readonly Run[] = [
  {},
  { shopCount: 7, ourCount: 7 },
  { trigger: "rescan" },
  { dnsMs: 3, connectMs: 4, tlsMs: 9, firstByteMs: 40 },
  { firstByteMs: null },
];

const everyRun = ({ scope, integrationId }: ConnectedShop) =>
  inMerchant(scope.merchantId, (tx) => tx.syncRun.findMany({ where: { integrationId }, orderBy: { requestedAt: "asc" } }));

async function countListed({ scope, integrationId }: ConnectedShop): Promise<number> {
  let runs = 0;
  let before: ListCursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listRunEntries>> = await listRunEntries(scope, integrationId, before);
    for (const entry of page.entries) runs += entry.kind === "quiet" ? entry.count : 1;
    before = page.next;
  } while (before);
  return runs;
}

async function compactAll(): Promise<void> {
  while ((await pruneHistory(jobPlatformScope("schedule"))) > 0);
}

test("compaction keeps the figures of every day and every notable run, and leaves few no-op runs", { retry: 0 }, async () => {
  const kind = fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...NOOP) }, { weight: 1, arbitrary: fc.constantFrom(...NOTABLE) });
  await fc.assert(
    fc.asyncProperty(fc.array(kind, { minLength: 300, maxLength: 900 }), async (kinds) => {
      const shop = await connectShop();
      const { scope, integrationId } = shop;
      const now = new Date();
      const first = now.getTime() - DAYS * DAY_MS;
      const common = { merchantId: scope.merchantId, integrationId, trigger: "schedule", status: "succeeded", phase: "done" };
      await inPlatform(async (tx) => {
        await tx.syncRun.createMany({
          data: kinds.map((run, index) => ({
            ...common,
            requestedBy: { ...scope.actor },
            requestedAt: new Date(first + index * QUARTER_MS),
            firstByteMs: 20,
            dnsMs: 1,
            ...run,
          })),
        });
        await tx.integration.updateMany({
          where: { id: integrationId },
          data: { runsCompactedUntil: new Date(first - DAY_MS), createdAt: new Date(first) },
        });
      });
      const days = listDays(now, DAYS + 1, "UTC");
      const [before, reported, runs, detail] = [
        await readHistory(scope, integrationId, days),
        await countListed(shop),
        await everyRun(shop),
        await findIntegrationSettings(scope, integrationId),
      ];
      await compactAll();
      const after = await readHistory(scope, integrationId, days);
      const left = await everyRun(shop);
      const counts = (history: typeof before) => history?.map(({ runsSucceeded, runsFailed }) => [runsSucceeded, runsFailed]);
      expect(counts(after)).toEqual(counts(before));
      for (const [index, day] of (after ?? []).entries()) {
        const was = before?.[index]?.times?.firstByteMs ?? null;
        if (was === null) expect(day.times).toBeNull();
        else expect(Math.abs((day.times?.firstByteMs ?? Number.NaN) - was)).toBeLessThan(20);
      }
      expect(await countListed(shop)).toBe(reported);
      expect((await findIntegrationSettings(scope, integrationId))?.lastCountCheck).toEqual(detail?.lastCountCheck);
      const isNotable = (index: number) => NOTABLE.includes(kinds[index] ?? {});
      const ids = new Set(left.map(({ id }) => id));
      expect(
        runs.filter((run, index) => (isNotable(index) || run.requestedAt.getTime() > now.getTime() - 8 * DAY_MS) && !ids.has(run.id)),
      ).toEqual([]);
      const old = left.filter(({ requestedAt }) => requestedAt.getTime() < now.getTime() - 9 * DAY_MS);
      const noopsLeft = old.filter(({ id }) => !isNotable(runs.findIndex((run) => run.id === id)));
      expect(noopsLeft.length).toBeLessThanOrEqual(4 * DAYS);
    }),
    { numRuns: 4, endOnFailure: true },
  );
});
