import { beforeAll, describe, expect, test } from "vitest";
import { jobPlatformScope, type SignedInPerson, staffScope } from "@/lib/accounts/access";
import { findMerchantCard, searchMerchants } from "@/lib/support/data";
import { PAGE_SIZE } from "@/lib/support/search";
import { inMerchant, inPlatform } from "@/lib/system/db";
import { makeTwoMerchants, OWNERS_MARK, type TwoMerchants } from "@/lib/testing/two-merchants";

const staff: SignedInPerson = { personId: "0193a000-0000-7000-8000-000000000001", name: "Ana", email: "ana@example.com", isStaff: true };
const scope = jobPlatformScope("test");
const find = async (text: string, page = 1) => (await searchMerchants(scope, { text, page })).merchants;

let world: TwoMerchants;
beforeAll(async () => {
  world = await makeTwoMerchants();
});

describe("the search of support", () => {
  test("finds a merchant by its name, a member, a shop's address and an order's number, and says by which", async () => {
    const { merchantId, integrationId } = world.ids;
    await inMerchant(merchantId, (tx) => tx.merchant.update({ where: { id: merchantId }, data: { name: "Bloemenhuis 100%" } }));
    await inMerchant(merchantId, (tx) =>
      tx.integration.update({
        where: { merchantId_id: { merchantId, id: integrationId } },
        data: { baseUrl: "https://tulips.example/shop" },
      }),
    );
    const kinds = async (text: string) => (await find(text)).map(({ id, match }) => [id, match?.kind]);
    expect(await kinds("bloemen")).toEqual([[merchantId, "name"]]);
    expect(await kinds(world.owner.person.email)).toEqual([[merchantId, "member"]]);
    expect(await kinds("TULIPS.example/sh")).toEqual([[merchantId, "shop"]]);
    expect(await find(OWNERS_MARK)).toMatchObject([{ id: merchantId, integrations: 1, members: 1 }]);
    await inMerchant(merchantId, (tx) => tx.order.updateMany({ where: { merchantId }, data: { number: "#4711" } }));
    expect(await kinds("#4711")).toEqual([[merchantId, "order"]]);
    expect(await kinds("#471")).toEqual([]);
  });

  test("takes the signs of patterns as they are typed, and survives hostile text", async () => {
    expect((await find("100%")).map(({ id }) => id)).toEqual([world.ids.merchantId]);
    for (const text of ["%", "_", "\\", "'; drop table merchant; --", "😀".repeat(50)])
      expect(
        (await find(text)).every(({ match }) => match?.text.includes(text)),
        text,
      ).toBe(true);
    expect((await find("")).length).toBeGreaterThan(1);
  });

  test("lists every merchant exactly once over its pages", async () => {
    await inPlatform((tx) =>
      tx.merchant.createMany({ data: Array.from({ length: PAGE_SIZE + 5 }, (_, index) => ({ name: `Paged ${index % 3}` })) }),
    );
    const first = await searchMerchants(scope, { text: "paged", page: 1 });
    const second = await searchMerchants(scope, { text: "paged", page: 2 });
    expect([first.merchants.length, first.more, second.merchants.length, second.more]).toEqual([PAGE_SIZE, true, 5, false]);
    expect(new Set([...first.merchants, ...second.merchants].map(({ id }) => id)).size).toBe(PAGE_SIZE + 5);
  });

  test("is for staff alone", () => {
    expect(staffScope({ ...staff, isStaff: false })).toBeNull();
    expect(staffScope(staff)).not.toBeNull();
  });
});

test("the card of a merchant names its shops and members, and nothing for an unknown id", async () => {
  expect(await findMerchantCard(scope, world.ids.merchantId)).toMatchObject({
    integrationCount: 1,
    members: [{ email: world.owner.person.email }],
    integrations: [{ id: world.ids.integrationId }],
  });
  expect(await findMerchantCard(scope, staff.personId)).toBeNull();
});
