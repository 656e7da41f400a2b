import { AREAS } from "@/lib/infra/observe/outcomes";
import { inPlatformSql } from "@/lib/infra/sql";
import { type AreaHistory, KEPT_DAYS, readHistory, type Slot } from "@/lib/operations/status/slots";

/** The page is public, so many readers share one read. */
const FRESH_MS = 30_000;

const SLOTS = `select at, area, worked, failed, late from platform_slot where at >= date_trunc('day', now(), 'UTC') - interval '${KEPT_DAYS - 1} days'`;

let last: { atMs: number; histories: Promise<AreaHistory[]> } | null = null;

/** Public: contains no merchant and no shop. */
export function readStatus(now = new Date()): Promise<AreaHistory[]> {
  if (last && performance.now() - last.atMs < FRESH_MS) return last.histories;
  const histories = inPlatformSql(15_000, (sql) => sql.query<Slot>(SLOTS, [])).then((slots) =>
    AREAS.map((area) => readHistory(area, slots, now)),
  );
  last = { atMs: performance.now(), histories };
  histories.catch(() => {
    last = null;
  });
  return histories;
}

/** The areas in which our side currently has trouble; empty if the status cannot be read. */
export const readOwnTrouble = (): Promise<AreaHistory[]> =>
  readStatus().then(
    (histories) => histories.filter(({ now, incidents }) => now !== "operational" && incidents.length > 0),
    () => [],
  );
