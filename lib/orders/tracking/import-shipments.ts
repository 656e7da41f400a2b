import { ok, type Result, refuse } from "@/lib/base/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { type CsvOutcome, type CsvRow, readShipmentsCsv } from "@/lib/orders/tracking/csv";
import { findNamedShop, type NamedShop } from "@/lib/orders/tracking/match-shop";
import { recordShipmentsIn } from "@/lib/orders/tracking/outbox/mutations";
import type { LineProblem } from "@/lib/orders/tracking/schema";
import { findSharedIn, type SharedNumber } from "@/lib/orders/tracking/shared-numbers";

/** Listed problems; the answer also has the total. */
const PROBLEMS_SHOWN = 100;

/** The page detects `workbook` and `too_large` before it sends the text. */
type UnreadableReason = Exclude<Extract<CsvOutcome, { ok: false }>["reason"], "lines_wrong"> | "workbook" | "too_large";

export type ImportAnswer =
  /** `shared`: tracking numbers of several orders, which may be intended. */
  | { kind: "ready"; count: number; shared: SharedNumber[] }
  /** `shops`: ids of the shops of the parcels. */
  | { kind: "recorded"; recorded: number; known: number; shops: string[] }
  | { kind: "unreadable"; reason: UnreadableReason; columns: string[] }
  | { kind: "lines_wrong"; problems: LineProblem[]; count: number };

interface ImportInput {
  /** The shop of rows that name none. */
  integrationId: string;
  text: string;
  preview: boolean;
}

/** Reads a CSV of parcels and records all of them, or none with one invalid line. `preview` records nothing. */
export async function importShipments(
  scope: MerchantScope,
  { integrationId, text, preview }: ImportInput,
): Promise<Result<ImportAnswer, "not_found">> {
  const { merchantId } = scope;
  const read = readShipmentsCsv(text);
  return inMerchant(merchantId, async (tx) => {
    const shops = await tx.integration.findMany({ where: { merchantId }, select: { id: true, name: true, baseUrl: true } });
    if (!shops.some(({ id }) => id === integrationId)) return refuse("not_found");
    if (!read.ok && read.reason !== "lines_wrong")
      return ok<ImportAnswer>({ kind: "unreadable", reason: read.reason, columns: read.reason === "columns_missing" ? read.columns : [] });
    const { rowsOf, problems } = sortByShop(read.rows, shops, integrationId);
    // All problems are reported together, so that the file needs one correction.
    if (!read.ok) problems.push(...read.problems);
    // Validates the rows of every shop before any is recorded.
    const given: { orderId: string; trackingNumber: string }[] = [];
    for (const [shop, rows] of rowsOf) {
      const checked = await previewRows(tx, scope, shop, rows);
      problems.push(...checked.problems);
      given.push(...checked.given);
    }
    if (problems.length > 0) return wrong(problems.sort((a, b) => a.line - b.line));
    if (preview) return ok<ImportAnswer>({ kind: "ready", count: read.rows.length, shared: await findSharedIn(tx, merchantId, given) });
    const sum = { recorded: 0, known: 0 };
    for (const [shop, rows] of rowsOf) {
      const shipments = rows.map(({ shipment }) => shipment);
      const recorded = await recordShipmentsIn(tx, scope, { integrationId: shop, source: "csv", shipments });
      // Unreachable after the preview in the same transaction; the exception rolls back.
      if (!recorded.ok) throw new Error(`validated rows cannot be recorded: ${recorded.reason.code}`);
      sum.recorded += recorded.value.recorded;
      sum.known += recorded.value.known;
    }
    return ok<ImportAnswer>({ kind: "recorded", ...sum, shops: [...rowsOf.keys()] });
  });
}

const wrong = (problems: LineProblem[]) =>
  ok<ImportAnswer>({ kind: "lines_wrong", problems: problems.slice(0, PROBLEMS_SHOWN), count: problems.length });

/** Groups rows by shop; a row that names none belongs to the chosen one. */
function sortByShop(rows: readonly CsvRow[], shops: readonly NamedShop[], chosen: string) {
  const rowsOf = new Map<string, CsvRow[]>();
  const problems: LineProblem[] = [];
  for (const row of rows) {
    const { line, shipment } = row;
    const meant = shipment.shop === undefined ? { kind: "one" as const, id: chosen } : findNamedShop(shops, shipment.shop);
    if (meant.kind === "unknown") problems.push({ line, problem: "shop_unknown" });
    else if (meant.kind === "several") problems.push({ line, problem: "shop_ambiguous", addresses: meant.addresses });
    else {
      const own = rowsOf.get(meant.id) ?? [];
      rowsOf.set(meant.id, own);
      own.push(row);
    }
  }
  return { rowsOf, problems };
}

/** Problems of the rows of one shop, by line of the file; without problems, the order of each number. */
async function previewRows(tx: Transaction, scope: MerchantScope, integrationId: string, rows: readonly CsvRow[]) {
  const shipments = rows.map(({ shipment }) => shipment);
  const checked = await recordShipmentsIn(tx, scope, { integrationId, source: "csv", shipments }, { preview: true });
  if (checked.ok) {
    const { orderIds = [] } = checked.value;
    return { problems: [], given: orderIds.map((orderId, at) => ({ orderId, trackingNumber: shipments[at]?.trackingNumber ?? "" })) };
  }
  const wrongs = checked.reason.code === "lines_wrong" ? checked.reason.problems : [];
  return { problems: wrongs.map(({ line, problem }) => ({ line: rows[line - 1]?.line ?? line, problem })), given: [] };
}
