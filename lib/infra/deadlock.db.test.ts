import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { inPlatform } from "@/lib/infra/db";
import { isDeadlock } from "@/lib/infra/deadlock";
import { inPlatformSql } from "@/lib/infra/sql";

const ids = [randomUUID(), randomUUID()] as const;
beforeAll(() => inPlatform((tx) => tx.merchant.createMany({ data: ids.map((id) => ({ id, name: "" })) })));

/** Lets both sides come to the middle before either goes on; whoever comes again passes. */
function meeting(): () => Promise<void> {
  let come = 0;
  let open = (): void => {};
  const both = new Promise<void>((resolve) => {
    open = resolve;
  });
  return async () => {
    come += 1;
    if (come >= 2) open();
    await both;
  };
}

/** A sign for each time that somebody came through. */
const names = async (): Promise<string[]> => {
  const rows = await inPlatform((tx) => tx.merchant.findMany({ where: { id: { in: [...ids] } }, select: { name: true } }));
  return rows.map(({ name }) => name);
};

describe("two transactions that take the same rows in opposite orders", () => {
  it("both come through, each once, by statements of Prisma", async () => {
    const before = await names();
    const meet = meeting();
    const both = (first: string, second: string) =>
      inPlatform(async (tx) => {
        await tx.$executeRaw`update merchant set name = name || '+' where id = ${first}::uuid`;
        await meet();
        await tx.$executeRaw`update merchant set name = name || '+' where id = ${second}::uuid`;
      });
    await Promise.all([both(ids[0], ids[1]), both(ids[1], ids[0])]);
    expect(await names()).toEqual(before.map((name) => `${name}++`));
  });

  it("both come through, each once, by statements alone", async () => {
    const before = await names();
    const meet = meeting();
    const statement = { name: "sign_merchant", text: "update merchant set name = name || '+' where id = $1::uuid" };
    const both = (first: string, second: string) =>
      inPlatformSql(15_000, async (sql) => {
        await sql.query(statement, [first]);
        await meet();
        await sql.query(statement, [second]);
      });
    await Promise.all([both(ids[0], ids[1]), both(ids[1], ids[0])]);
    expect(await names()).toEqual(before.map((name) => `${name}++`));
  });
});

it("no other error is taken for one, and its transaction is not begun again", async () => {
  let begun = 0;
  const failing = inPlatform(async (tx) => {
    begun += 1;
    await tx.merchant.create({ data: { id: ids[0], name: "again" } });
  });
  await expect(failing).rejects.toSatisfy((error) => !isDeadlock(error));
  expect(begun).toBe(1);
  expect([null, "40P01", new Error("40P01"), { cause: { cause: null } }].map(isDeadlock)).toEqual([false, false, false, false]);
});
