import { ok, type Result, refuse } from "@/lib/base/result";
import { isPlatform } from "@/lib/connectors/platforms";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { type CsvOutcome, type CsvRow, type RefusedRow, readShipmentsCsv } from "@/lib/orders/tracking/csv";
import { findNamedShop, type NamedShop } from "@/lib/orders/tracking/match-shop";
import { findOrders } from "@/lib/orders/tracking/outbox/find-orders";
import { storeParcels } from "@/lib/orders/tracking/outbox/store-parcels";
import type { LineProblem, Parcel } from "@/lib/orders/tracking/schema";
import { findSharedIn, type SharedNumber } from "@/lib/orders/tracking/shared-numbers";

/** The page detects `workbook` and `too_large` before it sends the text. */
type UnreadableReason = Extract<CsvOutcome, { ok: false }>["reason"] | "workbook" | "too_large";

/** Rows that cannot be recorded, by line, with their cells as the file has them. */
export interface RefusedRows {
  header: string[];
  rows: RefusedRow[];
}

export type ImportOutcome =
  /** `count`: valid parcels. `shared`: tracking numbers of several orders, which may be intended. */
  | { kind: "ready"; count: number; shared: SharedNumber[]; refused: RefusedRows }
  /** `shops`: ids of the shops of the parcels. `shipmentIds`: the new ones, for the undo. */
  | { kind: "recorded"; recorded: number; known: number; shops: string[]; shipmentIds: string[]; refused: RefusedRows }
  | { kind: "unreadable"; reason: UnreadableReason; columns: string[] };

interface ImportInput {
  /** The shop of rows that name none. */
  integrationId: string;
  text: string;
  preview: boolean;
}

interface ValidParcels {
  integrationId: string;
  parcels: (Parcel & { orderId: string })[];
}

/** Reads a CSV of parcels and records the valid ones; the others are returned with their problem. `preview` records nothing. */
export async function importShipments(
  scope: MerchantScope,
  { integrationId, text, preview }: ImportInput,
): Promise<Result<ImportOutcome, "not_found">> {
  const { merchantId } = scope;
  const read = readShipmentsCsv(text);
  return inMerchant(merchantId, async (tx) => {
    const shops = await tx.integration.findMany({ where: { merchantId }, select: { id: true, name: true, baseUrl: true, platform: true } });
    if (!shops.some(({ id }) => id === integrationId)) return refuse("not_found");
    if (!read.ok)
      return ok<ImportOutcome>({ kind: "unreadable", reason: read.reason, columns: read.reason === "columns_missing" ? read.columns : [] });
    const { rowsOf, refused } = sortByShop(read.rows, shops, integrationId);
    const rows = [...read.refused, ...refused];
    const valid: ValidParcels[] = [];
    for (const shop of shops) {
      const matched = await matchOrders(tx, scope, shop, rowsOf.get(shop.id) ?? []);
      rows.push(...matched.refused);
      if (matched.parcels.length > 0) valid.push({ integrationId: shop.id, parcels: matched.parcels });
    }
    const outcome = { refused: { header: read.header, rows: rows.sort((a, b) => a.problem.line - b.problem.line) } };
    const parcels = valid.flatMap((one) => one.parcels);
    if (preview)
      return ok<ImportOutcome>({ kind: "ready", count: parcels.length, shared: await findSharedIn(tx, merchantId, parcels), ...outcome });
    const sum = { recorded: 0, known: 0 };
    const shipmentIds: string[] = [];
    for (const one of valid) {
      const stored = await storeParcels(tx, scope, { ...one, source: "csv", mayBeUndone: true });
      sum.recorded += stored.recorded;
      sum.known += stored.known;
      shipmentIds.push(...stored.shipmentIds);
    }
    return ok<ImportOutcome>({ kind: "recorded", ...sum, shops: valid.map((one) => one.integrationId), shipmentIds, ...outcome });
  });
}

/** Groups rows by shop; a row that names none belongs to the chosen one. */
function sortByShop(rows: readonly CsvRow[], shops: readonly NamedShop[], chosen: string) {
  const rowsOf = new Map<string, CsvRow[]>();
  const refused: RefusedRow[] = [];
  for (const row of rows) {
    const { line, cells, shipment } = row;
    const refuseRow = (problem: LineProblem): unknown => refused.push({ cells, problem: { ...problem, value: shipment.shop ?? "" } });
    const meant = shipment.shop === undefined ? { kind: "one" as const, id: chosen } : findNamedShop(shops, shipment.shop);
    if (meant.kind === "unknown") refuseRow({ line, problem: "shop_unknown" });
    else if (meant.kind === "several") refuseRow({ line, problem: "shop_ambiguous", addresses: meant.addresses });
    else rowsOf.set(meant.id, [...(rowsOf.get(meant.id) ?? []), row]);
  }
  return { rowsOf, refused };
}

/** The orders of the rows of one shop. */
async function matchOrders(
  tx: Transaction,
  scope: MerchantScope,
  shop: { id: string; platform: string },
  rows: readonly CsvRow[],
): Promise<{ parcels: (Parcel & { orderId: string })[]; refused: RefusedRow[] }> {
  if (rows.length === 0) return { parcels: [], refused: [] };
  const shipments = rows.map(({ shipment }) => shipment);
  const platform = isPlatform(shop.platform) ? shop.platform : "woocommerce";
  const { orders, problems } = await findOrders(tx, scope, { integrationId: shop.id, shipments }, platform);
  const problemAt = new Map(problems.map(({ line, problem }) => [line - 1, problem]));
  const refused = rows.flatMap(({ line, cells, shipment }, index) => {
    const problem = problemAt.get(index);
    return problem ? [{ cells, problem: { line, problem, value: shipment.order } }] : [];
  });
  const valid = shipments.filter((_, index) => !problemAt.has(index));
  return { parcels: valid.map((shipment, index) => ({ ...shipment, orderId: orders[index] ?? "" })), refused };
}
