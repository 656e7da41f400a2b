import { MINUTE_MS } from "@/lib/base/units";
import { type Columns, printCsv } from "@/lib/infra/print-csv";
import type { IncidentView } from "@/lib/operations/incidents/data";

/** An open incident has no end. */
const COLUMNS: Columns<IncidentView> = {
  shop: ({ shop }) => shop,
  lane: ({ lane }) => lane,
  state: ({ state }) => state,
  began_at_utc: ({ beganAt }) => beganAt,
  ended_at_utc: ({ endedAt }) => endedAt,
  minutes: ({ beganAt, endedAt }) => endedAt && Math.round((endedAt.getTime() - beganAt.getTime()) / MINUTE_MS),
  end: ({ end }) => end,
  reason: ({ reason }) => reason.code,
  affected: ({ affected }) => affected,
  server_before: ({ serverChange }) => serverChange?.before,
  server_after: ({ serverChange }) => serverChange?.after,
};

export const printIncidents = (incidents: readonly IncidentView[]): Generator<string> => printCsv(COLUMNS, incidents);
