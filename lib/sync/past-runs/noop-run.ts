import { Prisma } from "@/lib/infra/prisma-client/client";

/** A condition: the run was started by the clock, brought nothing new, and its counts, if there are any, do not differ. */
export function isNoopRun(table: "r" | "sync_run"): Prisma.Sql {
  const of = (column: string): Prisma.Sql => Prisma.raw(`${table}.${column}`);
  return Prisma.sql`(${of("status")} = 'succeeded' and ${of("trigger")} in ('schedule', 'rescan') and ${of("created")} = 0 and ${of("updated")} = 0
    and ${of("set_aside")} = 0 and ${of("shop_count")} is not distinct from ${of("our_count")})`;
}
