import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { inPlatform } from "@/lib/system/db";
import { readMerchant, readMerchantSql } from "@/lib/system/reading";

const makeMerchant = async (): Promise<string> => (await inPlatform((tx) => tx.merchant.create({ data: { name: randomUUID() } }))).id;
const TRANSACTION = { name: "which_transaction", text: "select txid_current()::text as id, (select count(*)::int from merchant) as seen" };
const which = (merchantId: string) =>
  readMerchantSql(merchantId, async (sql) => (await sql.query<{ id: string; seen: number }>(TRANSACTION, []))[0]);

describe("what is read at the same moment", () => {
  test("shares one transaction for each merchant, which sees that merchant alone", async () => {
    const [one, two] = [await makeMerchant(), await makeMerchant()];
    const [a, b, other] = await Promise.all([which(one), which(one), which(two)]);
    expect(a?.id).toBe(b?.id);
    expect(other?.id).not.toBe(a?.id);
    expect([a, b, other].map((read) => read?.seen)).toEqual([1, 1, 1]);
    expect((await which(one))?.id).not.toBe(a?.id);
  });

  test("fails alone: one that the database refuses takes none of its neighbours along", async () => {
    const merchantId = await makeMerchant();
    const refused = { name: "refused", text: "select 1 / 0 as never" };
    const answers = await Promise.allSettled([
      which(merchantId),
      readMerchantSql(merchantId, (sql) => sql.query(refused, [])),
      which(merchantId),
      readMerchant(merchantId, (tx) => tx.$queryRaw`select 1 / 0`),
      readMerchant(merchantId, (tx) => tx.merchant.count()),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "rejected", "fulfilled"]);
    expect(answers[0]).toMatchObject({ value: { seen: 1 } });
    expect(answers[4]).toMatchObject({ value: 1 });
  });

  test("is asked for at once: none waits until another has its answer", async () => {
    const merchantId = await makeMerchant();
    const second = Promise.withResolvers<number>();
    const first = readMerchantSql(merchantId, () => second.promise);
    await readMerchantSql(merchantId, async (sql) => second.resolve((await sql.query(TRANSACTION, [])).length));
    expect(await first).toBe(1);
  });

  test("is read again on the same connections, whatever failed among it: no statement stays half known there", async () => {
    const merchantId = await makeMerchant();
    const number = (name: string) =>
      readMerchantSql(merchantId, (sql) => sql.query({ name, text: `select ${name.length} as ${name}` }, []));
    for (let round = 0; round < 12; round += 1) {
      const refused = readMerchantSql(merchantId, (sql) => sql.query({ name: "refused", text: "select 1 / 0 as never" }, []));
      const names = Array.from({ length: 4 }, (_, index) => `n${round}${"x".repeat(index)}`);
      const [failed, ...read] = await Promise.allSettled([refused, ...names.map(number)]);
      expect(failed?.status).toBe("rejected");
      expect(read).toMatchObject(names.map((name) => ({ value: [{ [name]: name.length }] })));
    }
  });
});
