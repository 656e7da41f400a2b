import { MINUTE_MS } from "@/lib/base/units";
import { LANES } from "@/lib/health/lane/lane-name";
import type { ShopIncident } from "@/lib/incidents/data";
import { Code, type Columns, type CsvStyle, printCsv } from "@/lib/infra/print-csv";

/** An open incident has no end. */
const COLUMNS: Columns<ShopIncident> = {
  id: ({ id }) => id,
  shop: ({ shop }) => shop,
  opened_at_utc: ({ openedAt }) => openedAt,
  closed_at_utc: ({ closedAt }) => closedAt,
  minutes: ({ openedAt, closedAt }) => closedAt && Math.round((closedAt.getTime() - openedAt.getTime()) / MINUTE_MS),
  came_back: ({ cameBack }) => cameBack,
  effects: ({ spans }) =>
    LANES.flatMap((lane) =>
      [...new Set(spans.filter((span) => span.lane === lane).map(({ kind }) => `${lane} ${kind}`))].map(
        (effect) => new Code("effect", effect),
      ),
    ),
  causes: ({ causes }) => [...new Set(causes.map(({ code }) => code))].map((code) => new Code("cause", code)),
  orders_late: ({ late }) => late.orders_in,
  parcels_late: ({ late }) => late.tracking_out,
};

export const printIncidents = (incidents: readonly ShopIncident[], style?: CsvStyle): Generator<string> =>
  printCsv(COLUMNS, incidents, style);
