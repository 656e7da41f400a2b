import { MINUTE_MS } from "@/lib/base/units";
import { type Columns, printCsv } from "@/lib/infra/print-csv";
import type { HistoryDay } from "@/lib/integrations/history/data";
import type { LaneDay } from "@/lib/integrations/history/lane-days";

/** The states of a day with the minutes of each. */
const printStates = ({ states }: LaneDay): string => states.map(({ state, ms }) => `${state} ${Math.round(ms / MINUTE_MS)}`).join("; ");

const COLUMNS: Columns<HistoryDay> = {
  day: ({ date }) => date,
  orders_in: ({ lanes }) => printStates(lanes.orders_in),
  tracking_out: ({ lanes }) => printStates(lanes.tracking_out),
  orders: ({ orders }) => orders,
  parcels: ({ parcels }) => parcels,
  runs_succeeded: ({ runsSucceeded }) => runsSucceeded,
  runs_failed: ({ runsFailed }) => runsFailed,
  checks: ({ checks }) => checks,
  dns_ms: ({ times }) => times?.dnsMs,
  connect_ms: ({ times }) => times?.connectMs,
  tls_ms: ({ times }) => times?.tlsMs,
  first_byte_ms: ({ times }) => times?.firstByteMs,
};

export const printHistory = (days: readonly HistoryDay[]): Generator<string> => printCsv(COLUMNS, days);
