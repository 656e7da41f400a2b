import type { MerchantScope } from "@/lib/accounts/access";
import { ok, type Result, refuse } from "@/lib/base/result";
import { type CsvOutcome, readShipmentsCsv } from "@/lib/tracking/csv";
import { recordShipments } from "@/lib/tracking/mutations";
import type { LineProblem } from "@/lib/tracking/schema";

/** More is listed by nobody: the count of all is told beside them. */
const PROBLEMS_SHOWN = 100;

type UnreadableReason = Exclude<Extract<CsvOutcome, { ok: false }>["reason"], "lines_wrong">;

export type ImportAnswer =
  | { kind: "ready"; count: number }
  | { kind: "recorded"; recorded: number; known: number }
  | { kind: "unreadable"; reason: UnreadableReason; columns: string[] }
  | { kind: "lines_wrong"; problems: LineProblem[]; count: number };

/** Reads a CSV of parcels of one shop and records all of them, or none while one line is wrong. `preview` records nothing. */
export async function importShipments(
  scope: MerchantScope,
  input: { integrationId: string; text: string; preview: boolean },
): Promise<Result<ImportAnswer, "not_found">> {
  const { integrationId, text, preview } = input;
  const wrong = (problems: LineProblem[]) =>
    ok<ImportAnswer>({ kind: "lines_wrong", problems: problems.slice(0, PROBLEMS_SHOWN), count: problems.length });
  const read = readShipmentsCsv(text);
  // Whether the shop is the merchant's comes before anything else.
  const shipments = read.ok ? read.shipments : [];
  const recorded = await recordShipments(scope, { integrationId, source: "csv", shipments }, { preview: preview || !read.ok });
  if (!recorded.ok && recorded.reason.code === "not_found") return refuse("not_found");
  if (!read.ok) {
    if (read.reason === "lines_wrong") return wrong(read.problems);
    return ok<ImportAnswer>({ kind: "unreadable", reason: read.reason, columns: read.reason === "columns_missing" ? read.columns : [] });
  }
  if (!recorded.ok) return wrong(recorded.reason.code === "lines_wrong" ? recorded.reason.problems : []);
  return ok<ImportAnswer>(preview ? { kind: "ready", count: shipments.length } : { kind: "recorded", ...recorded.value });
}
