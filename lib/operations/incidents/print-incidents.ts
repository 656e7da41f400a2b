import { printCsv } from "@/lib/infra/print-csv";
import type { IncidentView } from "@/lib/operations/incidents/data";

const COLUMNS = [
  "shop",
  "lane",
  "state",
  "began_at_utc",
  "ended_at_utc",
  "minutes",
  "end",
  "reason",
  "affected",
  "server_before",
  "server_after",
] as const;

/** Incidents as CSV, an open one without its end. */
export const printIncidents = (incidents: readonly IncidentView[]): Generator<string> =>
  printCsv(
    COLUMNS,
    incidents.map(({ shop, lane, state, beganAt, endedAt, end, reason, affected, serverChange }) => ({
      ...{ shop, lane, state, end, affected },
      began_at_utc: beganAt,
      ended_at_utc: endedAt,
      minutes: endedAt && Math.round((endedAt.getTime() - beganAt.getTime()) / 60_000),
      reason: reason.code,
      server_before: serverChange?.before ?? "",
      server_after: serverChange?.after ?? "",
    })),
  );
