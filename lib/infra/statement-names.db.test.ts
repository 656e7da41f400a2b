import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";

const makeMerchant = async (): Promise<string> => (await inPlatform((tx) => tx.merchant.create({ data: { name: randomUUID() } }))).id;
const readNames = (tx: Transaction, ids: string[]) => tx.merchant.findMany({ where: { id: { in: ids } }, select: { id: true } });
const readKept = (tx: Transaction) =>
  tx.$queryRaw<{ pid: number; uses: number }[]>`select pg_backend_pid() as pid, (generic_plans + custom_plans)::int as uses
    from pg_prepared_statements where statement like '%"merchant"."id" IN%'`;

test("a cached plan shows each merchant only its own rows, and the platform all, on one connection", async () => {
  const [one, two] = [await makeMerchant(), await makeMerchant()];
  const idsOf = async (tx: Transaction): Promise<string[]> => (await readNames(tx, [one, two])).map(({ id }) => id).sort();
  const uses = new Map<number, number>();
  // PostgreSQL considers a generic plan at the sixth execution.
  for (let turn = 0; turn < 8; turn += 1) {
    expect(await inMerchant(one, idsOf)).toEqual([one]);
    expect(await inPlatform(idsOf)).toEqual([one, two].sort());
    expect(await inMerchant(two, idsOf)).toEqual([two]);
    for (const kept of await inPlatform(readKept)) uses.set(kept.pid, kept.uses);
  }
  expect(Math.max(...uses.values()), "the statement was prepared and reused on one connection").toBeGreaterThan(6);
});
