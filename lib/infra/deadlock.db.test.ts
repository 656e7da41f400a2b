import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { inPlatform } from "@/lib/infra/db";
import { isDeadlock } from "@/lib/infra/deadlock";
import { inPlatformSql } from "@/lib/infra/sql";

const ids = [randomUUID(), randomUUID()] as const;
beforeAll(() => inPlatform((tx) => tx.merchant.createMany({ data: ids.map((id) => ({ id, name: "" })) })));

/** A barrier for two: each waits until the other has arrived; retries pass. */
function barrier(): () => Promise<void> {
  let arrived = 0;
  let open = (): void => {};
  const both = new Promise<void>((resolve) => {
    open = resolve;
  });
  return async () => {
    arrived += 1;
    if (arrived >= 2) open();
    await both;
  };
}

/** The name has one "+" per committed update. */
const names = async (): Promise<string[]> => {
  const rows = await inPlatform((tx) => tx.merchant.findMany({ where: { id: { in: [...ids] } }, select: { name: true } }));
  return rows.map(({ name }) => name);
};

describe("two transactions that lock the same rows in opposite order", () => {
  it("both commit exactly once through Prisma", async () => {
    const before = await names();
    const meetOther = barrier();
    const both = (first: string, second: string) =>
      inPlatform(async (tx) => {
        await tx.$executeRaw`update merchant set name = name || '+' where id = ${first}::uuid`;
        await meetOther();
        await tx.$executeRaw`update merchant set name = name || '+' where id = ${second}::uuid`;
      });
    await Promise.all([both(ids[0], ids[1]), both(ids[1], ids[0])]);
    expect(await names()).toEqual(before.map((name) => `${name}++`));
  });

  it("both commit exactly once through plain statements", async () => {
    const before = await names();
    const meetOther = barrier();
    const statement = "update merchant set name = name || '+' where id = $1::uuid";
    const both = (first: string, second: string) =>
      inPlatformSql(15_000, async (sql) => {
        await sql.query(statement, [first]);
        await meetOther();
        await sql.query(statement, [second]);
      });
    await Promise.all([both(ids[0], ids[1]), both(ids[1], ids[0])]);
    expect(await names()).toEqual(before.map((name) => `${name}++`));
  });
});

it("other errors are not mistaken for a deadlock, and their transaction is not retried", async () => {
  let begun = 0;
  const failing = inPlatform(async (tx) => {
    begun += 1;
    await tx.merchant.create({ data: { id: ids[0], name: "again" } });
  });
  await expect(failing).rejects.toSatisfy((error) => !isDeadlock(error));
  expect(begun).toBe(1);
  expect([null, "40P01", new Error("40P01"), { cause: { cause: null } }].map(isDeadlock)).toEqual([false, false, false, false]);
});
