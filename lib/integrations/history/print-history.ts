import { MINUTE_MS } from "@/lib/base/units";
import { Code, type Columns, type CsvStyle, printCsv } from "@/lib/infra/print-csv";
import type { HistoryDay } from "@/lib/integrations/history/data";
import type { LaneDay } from "@/lib/integrations/history/lane-days";

/** The states of a day with the minutes of each. */
const printStates = ({ states }: LaneDay, style: CsvStyle): string =>
  states.map(({ state, ms }) => `${style.word(new Code("state", state))} ${Math.round(ms / MINUTE_MS)}`).join("; ");

const COLUMNS: Columns<HistoryDay> = {
  day: ({ date }) => date,
  orders_in: ({ lanes }, style) => printStates(lanes.orders_in, style),
  tracking_out: ({ lanes }, style) => printStates(lanes.tracking_out, style),
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

export const printHistory = (days: readonly HistoryDay[], style?: CsvStyle): Generator<string> => printCsv(COLUMNS, days, style);
