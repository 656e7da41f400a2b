import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DAY_MS } from "@/lib/base/units";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { keepDeliveryDays } from "@/lib/sync/webhooks/due";
import { connectShop } from "@/lib/testing/connect-shop";

const job = jobPlatformScope("test");
const dayIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const partitionOf = (days: number): string => `shop_webhook_delivery_${dayIn(days).replaceAll("-", "")}`;
let owner: pg.Client;

beforeAll(async () => {
  owner = new pg.Client({ connectionString: process.env["MIGRATE_DATABASE_URL"] });
  await owner.connect();
});
afterAll(() => owner.end());

it("deliveries are kept for two days, then dropped with their partition, and a week of partitions lies ahead", async () => {
  const { scope, integrationId } = await connectShop();
  for (const days of [-3, -2, -1]) {
    await owner.query(
      `create table if not exists ${partitionOf(days)} partition of shop_webhook_delivery for values from ('${dayIn(days)}') to ('${dayIn(days + 1)}')`,
    );
  }
  await owner.query(`drop table if exists ${partitionOf(7)}`);
  const receivedOn = [-3, -2, -1, 0].map((days) => new Date(dayIn(days)));
  const delivery = { merchantId: scope.merchantId, integrationId, deliveryId: "1", externalId: "1", bodyHash: Buffer.alloc(32) };
  const known = () => inMerchant(scope.merchantId, (tx) => tx.shopWebhookDelivery.findMany({ orderBy: { receivedOn: "asc" } }));
  await inMerchant(scope.merchantId, (tx) =>
    tx.shopWebhookDelivery.createMany({ data: receivedOn.map((day) => ({ ...delivery, receivedOn: day })) }),
  );

  expect(await keepDeliveryDays(job)).toBe(1);
  expect((await known()).map((row) => row.receivedOn)).toEqual(receivedOn.slice(1));
  await inMerchant(scope.merchantId, (tx) => tx.shopWebhookDelivery.create({ data: { ...delivery, receivedOn: new Date(dayIn(7)) } }));
  expect(await known()).toHaveLength(4);
  expect(await keepDeliveryDays(job)).toBe(0);
});

it("no role of web or worker can access a partition directly and bypass row-level security", async () => {
  const client = new pg.Client({ connectionString: process.env["DATABASE_URL"] });
  await client.connect();
  for (const role of ["mooring_app", "mooring_platform"]) {
    await client.query(`set role ${role}`);
    for (const statement of [`select from ${partitionOf(0)}`, `delete from ${partitionOf(0)}`, `drop table ${partitionOf(0)}`])
      await expect(client.query(statement)).rejects.toThrow(/permission denied|must be owner/);
  }
  await client.end();
});
