import fs from "node:fs";
import path from "node:path";
import { DAY_MS, MINUTE_MS } from "@/lib/base/units";
import { createShopClient } from "@/lib/connectors/http/client";
import type { OrderCursor, OrderPage, ShopClient, ShopResult } from "@/lib/connectors/shop";
import { askWoo } from "@/lib/connectors/woocommerce/client";
import { woocommerce } from "@/lib/connectors/woocommerce/index";
import { inMerchantSql } from "@/lib/infra/sql";
import { storeOrders } from "@/lib/orders/mutations";
import { connectShop } from "@/lib/testing/connect-shop";
import { fakeShopOrder } from "@/lib/testing/shop-order";
import { LOOPBACK, refreshNow, SHOP_KEYS } from "@/lib/testing/sync-shop";
import type { BenchDatabase } from "@/scripts/bench/database";
import { median, round } from "@/scripts/bench/measure";
import { atLeast, atMost, plain, type Row, record } from "@/scripts/bench/report";
import { benchRoutine } from "@/scripts/bench/routine";
import { startShopProcess } from "@/scripts/bench/shop-process";

/** Orders per import: enough for the requests made once per import not to matter. */
const IMPORTED = 10_000;
/** Number of orders stored in the comparison with COPY. */
const STORED = 3_000;
const ROUNDS = 5;
const DELAYS_MS = [0, 25, 100];

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export async function benchSync(database: BenchDatabase): Promise<void> {
  const imports: { row: Row; importMs: number }[] = [];
  for (const delayMs of DELAYS_MS) imports.push(await measureImport(delayMs));
  const storing = await storingAgainstCopy(database);
  const routine = await benchRoutine(database);
  record(
    "sync",
    {
      title: "Orders",
      method:
        "Imports of 10,000 orders, beside the same requests without checking or storing anything; then 100,000 integrations of three orders.",
      rows: [...imports.map(({ row }) => row), storing, ...routine.rows],
    },
    { sync: routine.cost, import: imports[0]?.importMs ?? Number.NaN },
  );
}

/** Replays the requests of a product import sequentially with the product's client, and parses the JSON without checking or storing it. */
async function recordImport(url: string): Promise<() => Promise<void>> {
  const keys = woocommerce.credentialsSchema.parse(SHOP_KEYS);
  const open = () => createShopClient({ baseUrl: url, shopSystem: "woocommerce", ...LOOPBACK });
  const client = open();
  const paths: string[] = [];
  const recording: ShopClient = {
    baseUrl: client.baseUrl,
    send(request) {
      paths.push(request.path);
      return client.send(request);
    },
  };
  const window = { from: null, to: new Date(Date.now() + DAY_MS) };
  await woocommerce.preflight({ client: recording, credentials: keys });
  await woocommerce.describe({ client: recording, credentials: keys });
  let after: OrderCursor | null = null;
  do {
    const page: ShopResult<OrderPage> = await woocommerce.listChangedOrders({ client: recording, credentials: keys }, window, after);
    if (!page.ok) throw new Error(page.failure.detail);
    after = page.value.next;
  } while (after);
  await woocommerce.countOrders({ client: recording, credentials: keys }, window);
  await client.close();
  return async () => {
    const again = open();
    for (const path of paths) {
      const reply = await askWoo({ client: again, credentials: keys }, { path });
      if (!reply.ok) throw new Error(reply.failure.detail);
    }
    await again.close();
  };
}

async function measureImport(delayMs: number): Promise<{ row: Row; importMs: number }> {
  const { url, close } = await startShopProcess(IMPORTED, delayMs);
  const fetchAll = await recordImport(url);
  const importAll = async (): Promise<number> => {
    const connected = await connectShop({ baseUrl: url, credentials: SHOP_KEYS });
    return timed(async () => {
      const run = await refreshNow(connected);
      if (run.created !== IMPORTED) throw new Error(`imported ${run.created} of ${IMPORTED}`);
    });
  };
  await fetchAll();
  await importAll();
  const rounds: { fetchMs: number; importMs: number }[] = [];
  for (let turn = 0; turn < ROUNDS; turn += 1) rounds.push({ fetchMs: await timed(fetchAll), importMs: await importAll() });
  close();
  const ratio = round(median(rounds.map(({ importMs, fetchMs }) => importMs / fetchMs)), 2);
  const importMs = round(median(rounds.map((one) => one.importMs)));
  const what = `Import against fetching alone, answers after ${delayMs} ms`;
  const beside = ` (${importMs} ms : ${round(median(rounds.map(({ fetchMs }) => fetchMs)))} ms)`;
  return { row: delayMs === 0 ? plain(what, `${ratio}${beside}`) : atMost(what, ratio, 1.1, "", beside), importMs };
}

async function storingAgainstCopy({ admin, folder }: BenchDatabase): Promise<Row> {
  const file = path.join(folder, "orders.copy");
  fs.writeFileSync(file, "");
  fs.chmodSync(file, 0o666);
  const ours: number[] = [];
  const copies: number[] = [];
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    const { scope, integrationId } = await connectShop();
    const pages = Array.from({ length: STORED / 100 }, (_, page) =>
      Array.from({ length: 100 }, (__, index) => fakeShopOrder({ externalId: `${page * 100 + index}` })),
    );
    ours.push(
      await timed(async () => {
        for (const orders of pages)
          await inMerchantSql(scope.merchantId, MINUTE_MS, (sql) =>
            storeOrders(sql, scope, { integrationId, runId: integrationId, orders, unreadable: [] }),
          );
      }),
    );
    await admin.query("drop table if exists copied; create table copied (like shop_order including all)");
    await admin.query(`copy (select * from shop_order where integration_id = '${integrationId}') to '${file}'`);
    copies.push(await timed(() => admin.query(`copy copied from '${file}'`)));
  }
  return atLeast("Rows stored per second against COPY of the same rows", round(median(copies) / median(ours), 2), 0.3);
}
