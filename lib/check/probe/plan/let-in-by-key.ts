import type { Cell } from "@/lib/check/probe/findings";
import type { Identity } from "@/lib/check/probe/identity";
import { type Observation, passed } from "@/lib/check/probe/observation";
import type { Cells } from "@/lib/check/probe/plan/cells";
import type { Plan } from "@/lib/check/probe/plan/step";

/** The test of the key, and contrasts for it. */
const ENOUGH_FOR_KEYS = 5;

/** Refused explicitly by something in front of the shop, which may have expected a key. */
const isRefused = ({ reading }: Observation): boolean => reading?.meaning === "blocked" && reading.api === null;

/**
 * Some servers let one address read without a key and another with one only. Such a source is asked with the key and for the resource from then
 * on: what it was refused without a key stops nothing. Returns the number of requests.
 */
export function* letInByKey(cells: Cells, { source, userAgent }: Identity, refusal: Observation): Plan<number> {
  const { findings, journal } = cells;
  const { withKey } = cells.setup;
  const { matrix } = findings;
  const seen = matrix.select({ source });
  const isClosed = isRefused(refusal) && seen.every(({ observation }) => isRefused(observation));
  if (!withKey || !isClosed || findings.key.isBehindKey || cells.isOver || journal.requestsLeft <= ENOUGH_FOR_KEYS) return 0;
  const cell: Cell = { subject: "resource", method: "GET", userAgent, source };
  const plain = cells.question(cell, "address_let_in_by_key");
  const request = withKey(plain.request);
  if (!request) return 0;
  const answer = yield* cells.once({ ...plain, request, credential: "key" });
  if (!answer || !passed(answer)) return 1;
  for (const { cell: refused } of seen) matrix.delete(refused);
  cells.addCredentials = withKey;
  cells.keyedSources.add(source);
  for (const subject of ["root", "resource"] as const) cells.keep({ ...cell, subject }, answer);
  if (matrix.entries().every(({ observation }) => passed(observation))) journal.relax();
  return 1;
}
