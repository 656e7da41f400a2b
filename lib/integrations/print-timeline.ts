import { printCsv } from "@/lib/infra/print-csv";
import type { TimelineEntry } from "@/lib/integrations/timeline";

const COLUMNS = ["at_utc", "actor_kind", "actor", "event", "lane", "from", "to", "details"] as const;

const printFields = (fields: object): string => (Object.keys(fields).length === 0 ? "" : JSON.stringify(fields));

/** The activity of a shop as CSV. A change of a lane is the event `lane_moved`, with its reason in the details. */
export const printTimeline = (entries: readonly TimelineEntry[]): Generator<string> =>
  printCsv(
    COLUMNS,
    entries.map((entry) => {
      const { at, actor } = entry;
      const who = { at_utc: at, actor_kind: actor.kind, actor: actor.kind === "job" ? actor.job : actor.name };
      if (entry.kind === "audit") return { ...who, event: entry.action, lane: "", from: "", to: "", details: printFields(entry.details) };
      const { lane, from, to, reason } = entry.move;
      return { ...who, event: "lane_moved", lane, from, to, details: printFields(reason) };
    }),
  );
