import { printCsv } from "@/lib/infra/print-csv";
import type { HistoryDay } from "@/lib/integrations/history/data";
import type { LaneDay } from "@/lib/integrations/history/lane-days";

const COLUMNS = [
  ...(["day", "orders_in", "tracking_out", "orders", "parcels", "runs_succeeded", "runs_failed", "checks"] as const),
  ...(["dns_ms", "connect_ms", "tls_ms", "first_byte_ms"] as const),
] as const;

/** The states of a day, each with its minutes. */
const printStates = ({ states }: LaneDay): string => states.map(({ state, ms }) => `${state} ${Math.round(ms / 60_000)}`).join("; ");

export const printHistory = (days: readonly HistoryDay[]): Generator<string> =>
  printCsv(
    COLUMNS,
    days.map(({ date, lanes, orders, parcels, runsSucceeded, runsFailed, checks, times }) => ({
      ...{ day: date, orders, parcels, checks, runs_succeeded: runsSucceeded, runs_failed: runsFailed },
      orders_in: printStates(lanes.orders_in),
      tracking_out: printStates(lanes.tracking_out),
      dns_ms: times?.dnsMs ?? "",
      connect_ms: times?.connectMs ?? "",
      tls_ms: times?.tlsMs ?? "",
      first_byte_ms: times?.firstByteMs ?? "",
    })),
  );
