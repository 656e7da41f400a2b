/** The areas of the reference, in display order. */
export const AREAS = [
  "shops",
  "sync",
  "checks",
  "incidents",
  "maintenance",
  "orders",
  "shipments",
  "notifications",
  "members",
  "support",
  "addresses",
] as const;
export type Area = (typeof AREAS)[number];

/** By the noun of a path: the one after the integration's id, or else the first. */
const AREA_OF: Readonly<Record<string, Area>> = {
  integrations: "shops",
  key: "shops",
  address: "shops",
  disconnect: "shops",
  pause: "shops",
  resume: "shops",
  refresh: "sync",
  runs: "sync",
  count: "sync",
  backfills: "sync",
  coverage: "sync",
  "quarantined-orders": "sync",
  check: "checks",
  checks: "checks",
  reports: "checks",
  incidents: "incidents",
  maintenance: "maintenance",
  orders: "orders",
  exports: "orders",
  shipments: "shipments",
  channels: "notifications",
  deliveries: "notifications",
  events: "notifications",
  members: "members",
  invitations: "members",
  audit: "members",
  support: "support",
  addresses: "addresses",
};

export function areaOf(path: string): Area {
  const [first = "", second] = path.split("/").filter((part) => part !== "" && !part.startsWith("{"));
  const area = AREA_OF[first === "integrations" && second !== undefined ? second : first];
  if (area === undefined) throw new Error(`${path} belongs to no area of the API: lib/api/areas.ts`);
  return area;
}
