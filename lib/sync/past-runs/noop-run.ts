import { Prisma } from "@/lib/infra/prisma-client/client";
import { triggersThat } from "@/lib/sync/triggers";

const NOOP_TRIGGERS = triggersThat(({ canBeNoop }) => canBeNoop);

/** SQL condition: the run started by itself, imported nothing, and its counts, if any, agree. */
export function isNoopRun(table: "r" | "sync_run"): Prisma.Sql {
  const of = (column: string): Prisma.Sql => Prisma.raw(`${table}.${column}`);
  return Prisma.sql`(${of("status")} = 'succeeded' and ${of("trigger")} in (${Prisma.join(NOOP_TRIGGERS)}) and ${of("created")} = 0 and ${of("updated")} = 0
    and ${of("set_aside")} = 0 and ${of("shop_count")} is not distinct from ${of("our_count")})`;
}
