import { z } from "zod";
import { printQuery, type Query } from "@/lib/base/route";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { LANE_STATES } from "@/lib/health/lane/lane";
import { Prisma } from "@/lib/infra/prisma-client/client";

// PostgreSQL rejects text with U+0000.
const value = z
  .string()
  .min(1)
  .max(120)
  .refine((text) => !text.includes("\u0000"));

export const fleetFilterSchema = z.object({
  state: z.enum(LANE_STATES).optional(),
  cause: value.optional(),
  shopSystem: z.enum(SHOP_SYSTEMS).optional(),
  server: value.optional(),
  blocker: value.optional(),
  network: value.optional(),
  egress: value.optional(),
  incident: z.uuid().optional(),
});
export type FleetFilter = z.infer<typeof fleetFilterSchema>;
const FILTER_KEYS = fleetFilterSchema.keyof().options;

/** Parses the query of the URL; unknown values are ignored. */
export function parseFleetFilter(query: Record<string, unknown>): FleetFilter {
  const said = FILTER_KEYS.flatMap((key) => {
    const one = fleetFilterSchema.shape[key].safeParse(query[key]);
    return one.success && one.data !== undefined ? [[key, one.data]] : [];
  });
  return fleetFilterSchema.parse(Object.fromEntries(said));
}

export const printFleetFilter = (filter: FleetFilter): Query => printQuery(filter);

export const isEmptyFilter = (filter: FleetFilter): boolean => Object.values(filter).every((said) => said === undefined);

export function shopsOf(filter: FleetFilter): Prisma.Sql {
  const parts: Prisma.Sql[] = [Prisma.sql`l.state not in ('paused', 'off')`];
  if (filter.state) parts.push(Prisma.sql`l.state = ${filter.state}`);
  if (filter.cause) parts.push(Prisma.sql`f.cause = ${filter.cause}`);
  if (filter.shopSystem) parts.push(Prisma.sql`i.shop_system = ${filter.shopSystem}`);
  if (filter.server) parts.push(Prisma.sql`f.server = ${filter.server}`);
  if (filter.blocker) parts.push(Prisma.sql`f.blocker = ${filter.blocker}`);
  if (filter.network) parts.push(Prisma.sql`f.network = ${filter.network} and f.cause is not null`);
  if (filter.egress) parts.push(Prisma.sql`${filter.egress} = any(f.egress)`);
  if (filter.incident)
    parts.push(Prisma.sql`exists (select 1 from fleet_incident_shop s where s.merchant_id = i.merchant_id and s.integration_id = i.id
      and s.incident_id = ${filter.incident}::uuid and s.left_at is null)`);
  return Prisma.sql`select i.merchant_id, i.id as integration_id from integration i
    join lane l on l.merchant_id = i.merchant_id and l.integration_id = i.id and l.lane = 'orders_in'
    left join fleet_fact f on f.merchant_id = i.merchant_id and f.integration_id = i.id
    where ${Prisma.join(parts, " and ")}`;
}
