import { expect, test } from "vitest";
import type { ListCursor } from "@/lib/base/list-cursor";
import { inMerchant } from "@/lib/infra/db";
import type { Prisma } from "@/lib/infra/prisma-client/client";
import { countActiveRuns, listRunEntries } from "@/lib/sync/past-runs/run-reads";
import type { RunEntry } from "@/lib/sync/past-runs/run-view";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";

type Run = Partial<Prisma.SyncRunUncheckedCreateInput>;

const FAILED: Run = { status: "failed", failure: "server_error", failureParams: { status: 503 } };

/** Runs a quarter of an hour apart, newest first. */
async function writeRuns({ scope, integrationId }: ConnectedShop, runs: readonly Run[]): Promise<void> {
  const newest = Date.parse("2026-11-26T08:00:00Z");
  const common = { merchantId: scope.merchantId, integrationId, trigger: "schedule", status: "succeeded", phase: "done" };
  const data = runs.map((run, index) => ({
    ...common,
    requestedBy: { ...scope.actor },
    requestedAt: new Date(newest - index * 900_000),
    unchanged: 1,
    shopCount: 7,
    ourCount: 7,
    ...run,
  }));
  await inMerchant(scope.merchantId, (tx) => tx.syncRun.createMany({ data }));
}

const describeEntry = (entry: RunEntry): string =>
  entry.kind === "quiet" ? `${entry.count} quiet` : `${entry.run.trigger} ${entry.run.status}`;

async function readAll({ scope, integrationId }: ConnectedShop): Promise<{ pages: string[][]; runs: number; ids: Set<string> }> {
  const pages: string[][] = [];
  const ids = new Set<string>();
  let runs = 0;
  let before: ListCursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listRunEntries>> = await listRunEntries(scope, integrationId, before);
    pages.push(page.entries.map(describeEntry));
    for (const entry of page.entries) {
      runs += entry.kind === "quiet" ? entry.count : 1;
      ids.add(entry.kind === "quiet" ? entry.id : entry.run.id);
    }
    before = page.next;
  } while (before);
  return { pages, runs, ids };
}

test("no-op runs are grouped, so that a failure at night stands out among a few lines", async () => {
  const shop = await connectShop();
  const quiet = (count: number): Run[] => Array.from({ length: count }, () => ({}));
  await writeRuns(shop, [
    ...quiet(24),
    FAILED,
    ...quiet(1),
    { created: 2 },
    { shopCount: 8 },
    { trigger: "rescan" },
    ...quiet(2),
    { trigger: "refresh" },
    { trigger: "backfill", status: "waiting" },
  ]);
  const { pages } = await readAll(shop);
  const [alone, failed] = ["schedule succeeded", "schedule failed"];
  expect(pages).toEqual([[alone, "23 quiet", failed, alone, alone, alone, "3 quiet", "refresh succeeded"]]);
  const [, grouped] = (await listRunEntries(shop.scope, shop.integrationId, null)).entries;
  expect(grouped).toMatchObject({ from: new Date("2026-11-26T02:15:00Z"), to: new Date("2026-11-26T07:45:00Z") });
});

test("pages list every run once, however many are no-op or notable", async () => {
  const shop = await connectShop();
  // Consecutive failures, then many no-op runs, then both alternating.
  const runs = Array.from({ length: 700 }, (_, index): Run => (index < 40 || (index > 500 && index % 3 === 0) ? FAILED : {}));
  await writeRuns(shop, runs);
  const read = await readAll(shop);
  expect(read.runs).toBe(runs.length);
  expect(read.ids.size).toBe(read.pages.flat().length);
  for (const page of read.pages) expect(page.length).toBeLessThanOrEqual(12);
});

test("active runs are counted by id with what they fetched, and none of another merchant", async () => {
  const [shop, other] = [await connectShop(), await connectShop()];
  await writeRuns(shop, [
    {},
    { trigger: "refresh", status: "running", fetched: 30, total: 40 },
    { trigger: "backfill", status: "waiting" },
  ]);
  const ids = (await inMerchant(shop.scope.merchantId, (tx) => tx.syncRun.findMany({ select: { id: true } }))).map(({ id }) => id);
  expect(await countActiveRuns(shop.scope, ids)).toEqual({ active: 2, fetched: 30, total: 40 });
  expect(await countActiveRuns(other.scope, ids)).toEqual({ active: 0, fetched: 0, total: 0 });
});
