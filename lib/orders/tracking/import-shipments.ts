import { stringify } from "csv-stringify/sync";
import { ok, type Result, refuse } from "@/lib/base/result";
import { trimSlashes } from "@/lib/base/trim-end";
import { displayAddress } from "@/lib/connectors/display-address";
import { readableUrl, storedForms } from "@/lib/connectors/readable-url";
import { toShopSystem } from "@/lib/connectors/shop-systems";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { csvFormOf } from "@/lib/infra/print-csv";
import type { Integration } from "@/lib/infra/prisma-client/client";
import { type CsvOutcome, type CsvRow, type RefusedRow, readShipmentsCsv } from "@/lib/orders/tracking/csv";
import { findOrders } from "@/lib/orders/tracking/outbox/find-orders";
import { type ParcelOfShop, storeParcels } from "@/lib/orders/tracking/outbox/store-parcels";
import type { LineProblem } from "@/lib/orders/tracking/schema";
import { findSharedIn, type SharedNumber } from "@/lib/orders/tracking/shared-numbers";

// Matches the shop named in a row of a file. Pure.

type NamedShop = Pick<Integration, "id" | "name" | "baseUrl">;

type ShopMatch = { kind: "one"; id: string } | { kind: "unknown" } | { kind: "several"; addresses: string[] };

const plain = (text: string): string => text.trim().toLowerCase();
const plainAddress = (text: string): string => trimSlashes(plain(text).replace(/^https?:\/\//, ""));
const hostOf = (address: string): string => address.split("/", 1)[0] ?? "";

/** Matches by URL, host or name, in that order: a URL identifies one shop, a name may belong to several. */
export function findNamedShop(shops: readonly NamedShop[], text: string): ShopMatch {
  const asked = storedForms(plainAddress(text));
  const isAsked = (address: string): boolean => asked.includes(address);
  const ways: ((shop: NamedShop) => boolean)[] = [
    // https unless the text says http.
    ({ baseUrl }) => asked.some((form) => plain(baseUrl) === `${/^\s*http:/i.test(text) ? "http" : "https"}://${form}`),
    ({ baseUrl }) => isAsked(plainAddress(baseUrl)),
    ({ baseUrl }) => isAsked(hostOf(plainAddress(baseUrl))),
    ({ name }) => plain(name) === plain(text),
  ];
  for (const way of ways) {
    const matches = shops.filter(way);
    const [first] = matches;
    if (first && matches.length === 1) return { kind: "one", id: first.id };
    if (first) return { kind: "several", addresses: matches.map(({ baseUrl }) => displayAddress(readableUrl(baseUrl))) };
  }
  return { kind: "unknown" };
}

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

/** Reads a CSV of parcels and records the valid ones; the others are returned with their problem. `preview` records nothing. */
export async function importShipments(
  scope: MerchantScope,
  { integrationId, text, preview }: { integrationId: string; text: string; preview: boolean },
): Promise<Result<ImportOutcome, "not_found">> {
  const { merchantId } = scope;
  const read = readShipmentsCsv(text);
  return inMerchant(merchantId, async (tx) => {
    const shops = await tx.integration.findMany({
      where: { merchantId },
      select: { id: true, name: true, baseUrl: true, shopSystem: true },
    });
    if (!shops.some(({ id }) => id === integrationId)) return refuse("not_found");
    if (!read.ok)
      return ok<ImportOutcome>({ kind: "unreadable", reason: read.reason, columns: read.reason === "columns_missing" ? read.columns : [] });
    const { rowsOf, refused } = sortByShop(read.rows, shops, integrationId);
    const parcels: ParcelOfShop[] = [];
    for (const shop of shops) {
      const shipments = rowsOf.get(shop.id)?.map((row) => ({ ...row.shipment, row })) ?? [];
      if (shipments.length === 0) continue;
      const shopSystem = toShopSystem(shop.shopSystem);
      for (const one of await findOrders(tx, scope, { integrationId: shop.id, shipments }, shopSystem))
        if ("orderId" in one) parcels.push({ ...one, integrationId: shop.id });
        else refused.push({ cells: one.row.cells, problem: { line: one.row.line, problem: one.problem, value: one.order } });
    }
    const rows = [...read.refused, ...refused].sort((a, b) => a.problem.line - b.problem.line);
    const outcome = { refused: { header: read.header, rows } };
    if (preview)
      return ok<ImportOutcome>({ kind: "ready", count: parcels.length, shared: await findSharedIn(tx, merchantId, parcels), ...outcome });
    const stored = await storeParcels(tx, scope, { source: "csv", parcels, mayBeUndone: true });
    return ok<ImportOutcome>({ kind: "recorded", ...stored, shops: [...new Set(parcels.map((one) => one.integrationId))], ...outcome });
  });
}

/** Groups rows by shop; a row that names none belongs to the chosen one. */
function sortByShop(rows: readonly CsvRow[], shops: readonly NamedShop[], chosen: string) {
  const rowsOf = new Map<string, CsvRow[]>();
  const refused: RefusedRow[] = [];
  for (const row of rows) {
    const { line, cells, shipment } = row;
    const refuseRow = (problem: LineProblem): unknown => refused.push({ cells, problem: { ...problem, value: shipment.shop ?? "" } });
    const match = shipment.shop === undefined ? { kind: "one" as const, id: chosen } : findNamedShop(shops, shipment.shop);
    if (match.kind === "unknown") refuseRow({ line, problem: "shop_unknown" });
    else if (match.kind === "several") refuseRow({ line, problem: "shop_ambiguous", addresses: match.addresses });
    else rowsOf.set(match.id, [...(rowsOf.get(match.id) ?? []), row]);
  }
  return { rowsOf, refused };
}

/**
 * The refused rows as a CSV to correct and import again; the first column gives the reason and is ignored on import. Correcting a
 * correction does not duplicate that column.
 */
export function writeCorrection(
  { header, rows }: RefusedRows,
  locale: string,
  words: { column: string; reasonOf: (problem: LineProblem) => string },
): string {
  const isReason = header[0] === words.column ? 1 : 0;
  const lines = rows.map(({ cells, problem }) => [words.reasonOf(problem), ...cells.slice(isReason)]);
  return stringify([[words.column, ...header.slice(isReason)], ...lines], {
    delimiter: csvFormOf(locale).delimiter,
    escape_formulas: true,
    bom: true,
  });
}
