import { MINUTE_MS } from "@/lib/base/units";
import { jobScope, type PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { log } from "@/lib/infra/log";
import type { OrderExport } from "@/lib/infra/prisma-client/client";
import { PRINTERS } from "@/lib/orders/export/csv";
import { listExportPages } from "@/lib/orders/export/data";
import type { ExportFormat } from "@/lib/orders/export/formats";
import { EXPORT_KEPT_MS } from "@/lib/orders/export/mutations";
import { parseOrderQuery } from "@/lib/orders/order-query";

/** A worker that wrote no part for this long has stopped; another begins anew. */
const LOST_AFTER_MS = 2 * MINUTE_MS;

type Claimed = Pick<OrderExport, "merchantId" | "id" | "attempts">;

/** Writes the file of one export. Merchants take turns. @returns 1, or 0 if none is due */
export async function workOrderExports(_scope: PlatformScope, signal?: AbortSignal): Promise<number> {
  const [claimed] = await inPlatform(async (tx) => {
    await tx.orderExport.deleteMany({ where: { expiresAt: { lt: new Date() } } });
    return tx.$queryRaw<Claimed[]>`
      update order_export set status = 'running', worked_at = now(), rows = 0, attempts = attempts + 1 where (merchant_id, id) in (
        select e.merchant_id, e.id from order_export e
        where e.status = 'queued' or (e.status = 'running' and e.worked_at < now() - make_interval(secs => ${LOST_AFTER_MS / 1000}))
        order by (select max(o.worked_at) from order_export o where o.merchant_id = e.merchant_id) nulls first, e.requested_at
        limit 1 for update skip locked)
      returning merchant_id::text as "merchantId", id::text as id, attempts`;
  });
  if (!claimed) return 0;
  try {
    await writeFile(claimed, signal);
  } catch (error) {
    // Left to another worker.
    if (signal?.aborted) throw error;
    log.error({ err: error, exportId: claimed.id }, "order export failed");
    await inPlatform((tx) => tx.orderExport.updateMany({ where: claimed, data: { status: "failed", finishedAt: new Date() } }));
  }
  return 1;
}

async function writeFile({ merchantId, id, attempts }: Claimed, signal: AbortSignal | undefined): Promise<void> {
  const asked = await inPlatform(async (tx) => {
    await tx.orderExportPart.deleteMany({ where: { merchantId, exportId: id } });
    return tx.orderExport.findFirst({ where: { merchantId, id } });
  });
  if (!asked) return;
  const { head, print } = PRINTERS[asked.format as ExportFormat];
  let place = 0;
  /** @returns false if the export was deleted: a buyer of it may have been erased. */
  const add = (text: string, rows: number): Promise<boolean> =>
    inPlatform(async (tx) => {
      const data = { rows: { increment: rows }, workedAt: new Date() };
      const { count } = await tx.orderExport.updateMany({ where: { merchantId, id, attempts }, data });
      if (count > 0) await tx.orderExportPart.create({ data: { merchantId, exportId: id, place, text } });
      place += 1;
      return count > 0;
    });
  if (!(await add(head, 0))) return;
  const search = new URLSearchParams(asked.query);
  const query = parseOrderQuery((name) => search.get(name));
  for await (const rows of listExportPages(jobScope("order-export", merchantId), query, "UTC")) {
    signal?.throwIfAborted();
    if (!(await add(print(rows), rows.length))) return;
  }
  const now = new Date();
  const data = { status: "ready", finishedAt: now, expiresAt: new Date(now.getTime() + EXPORT_KEPT_MS) };
  await inPlatform((tx) => tx.orderExport.updateMany({ where: { merchantId, id, attempts }, data }));
}
