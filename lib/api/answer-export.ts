import type { OPERATIONS } from "@/lib/api/operations";
import { presentExport } from "@/lib/api/present";
import type { Handler } from "@/lib/api/serve-operation";
import { waitFor } from "@/lib/api/wait-for";
import { ok, refuse } from "@/lib/base/result";
import { findOrderExport, readOrderExport } from "@/lib/orders/export/data";
import { requestOrderExport } from "@/lib/orders/export/mutations";

/** Equivalent to the export of the list, as a job. */
export const exportOrders: Handler<typeof OPERATIONS.exportOrders> = async ({
  scope,
  ids: { integrationId = "" },
  body: { format, search, status = null, tracking = null, from = null, to = null },
  waitSeconds,
}) => {
  const filter = { search, status, tracking, from, to };
  const asked = await requestOrderExport(scope, { integrationId, format, filter });
  if (!asked.ok) return refuse({ code: asked.reason });
  const { exportId } = asked.value;
  const read = () => findOrderExport(scope, exportId);
  const ended = await waitFor(waitSeconds, read, ({ status: now }) => now === "ready" || now === "failed");
  const found = ended ?? (await read());
  if (!found) return refuse({ code: "not_found" });
  return ok({ body: presentExport(found), location: `/api/v1/exports/${exportId}`, ...(ended ? { status: 200 } : {}) });
};

export const downloadExport: Handler<typeof OPERATIONS.downloadExport> = async ({ scope, ids: { exportId = "" }, mayUse }) => {
  const found = await findOrderExport(scope, exportId);
  if (found?.status !== "ready" || !mayUse(found.integrationId)) return refuse({ code: "not_found" });
  const name = `orders-${found.requestedAt.toISOString().slice(0, 10)}.${found.format}`;
  return ok({ body: "", file: { name, pieces: readOrderExport(scope, exportId) } });
};
