import { domainToASCII, domainToUnicode } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { PAGE_SIZE } from "@/lib/base/paging";
import { jobPlatformScope, type SignedInPerson, staffScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { findMerchantCard, listMerchants, listNotes, listSavedViews, listShops } from "@/lib/support/data";
import { findAnything } from "@/lib/support/find";
import { removeNote, removeView, saveView, writeNote } from "@/lib/support/mutations";
import { parseMerchantQuery } from "@/lib/support/search";
import { connectShop } from "@/lib/testing/connect-shop";
import { makeTwoMerchants, OWNERS_MARK, type TwoMerchants } from "@/lib/testing/two-merchants";

const staff: SignedInPerson = { personId: "0193a000-0000-7000-8000-000000000001", name: "Ana", email: "ana@example.com", isStaff: true };
const scope = jobPlatformScope("test");
const find = (text: string) => findAnything(scope, text);
const list = (query: Record<string, string> = {}) => listMerchants(scope, parseMerchantQuery(query));

let world: TwoMerchants;
beforeAll(async () => {
  world = await makeTwoMerchants();
});

describe("support search", () => {
  test("finds merchants, members, shop URLs, order numbers and tracking numbers, each with its page", async () => {
    const { merchantId, integrationId, orderId } = world.ids;
    await inMerchant(merchantId, async (tx) => {
      await tx.merchant.update({ where: { id: merchantId }, data: { name: "Bloemenhuis 100%" } });
      await tx.integration.update({
        where: { merchantId_id: { merchantId, id: integrationId } },
        data: { baseUrl: "https://tulips.example/shop", name: "Tulpen" },
      });
      await tx.shopOrder.updateMany({ where: { merchantId }, data: { number: "#4711-Q" } });
      await tx.shipment.updateMany({ where: { merchantId }, data: { trackingNumber: "JJD000390007" } });
    });
    const found = async (text: string) => (await find(text)).map(({ kind, path }) => [kind, path]);
    const order = ["order", `/m/${merchantId}/orders/${orderId}`];
    expect(await found("bloemenh")).toEqual([["merchant", `/m/${merchantId}`]]);
    expect(await found("BLO")).toContainEqual(["merchant", `/m/${merchantId}`]);
    expect(await found(world.owner.person.email)).toEqual([["member", `/m/${merchantId}/settings`]]);
    expect(await found("TULIPS.example/sh")).toEqual([["shop", `/m/${merchantId}/integrations/${integrationId}`]]);
    expect(await found("Tulpen")).toEqual([["shop", `/m/${merchantId}/integrations/${integrationId}`]]);
    await inMerchant(merchantId, (tx) =>
      tx.integration.update({
        where: { merchantId_id: { merchantId, id: integrationId } },
        data: { baseUrl: "https://xn--bcher-kva.example/shop" },
      }),
    );
    for (const text of ["xn--bcher", "bücher.example", "https://bücher.example/sh"])
      expect(await find(text), text).toMatchObject([{ kind: "shop", text: "https://bücher.example/shop", note: "Tulpen" }]);
    for (const text of ["#4711-Q", "#47", "#4711-q"]) expect(await found(text), text).toEqual([order]);
    expect(await found("jjd00039")).toEqual([["parcel", `/m/${merchantId}/orders/${orderId}`]]);
    expect(await found("711-Q")).toEqual([]);
    expect(await found("")).toEqual([]);
  });

  test("finds names and URLs in other scripts by any part and in either form, also by two characters", async () => {
    const { merchantId, integrationId } = world.ids;
    const of = { where: { merchantId_id: { merchantId, id: integrationId } } };
    const write = (shop: { name?: string; baseUrl?: string }) =>
      inMerchant(merchantId, (tx) => tx.integration.update({ ...of, data: shop }));
    const kinds = async (text: string) => (await find(text)).map(({ kind }) => kind);
    for (const [name, ...texts] of [
      ["Καφέ Μαρία", "μαρί", "ΜΑΡΊ", "αφέ μ", "φέ"],
      ["Магазин Чай", "газин", "ГАЗИН", "чай"],
      ["متجر الشاي", "الشا", "جر"],
      ["東京本屋", "本屋", "京本屋", "屋"],
      ["Zürich Tee", "ÜRICH", "u\u0308rich", "zür", "rich"],
    ] as const) {
      await write({ name });
      for (const text of texts) expect(await kinds(text), `${name}: ${text}`).toEqual(["shop"]);
    }
    await write({ name: "Tulpen" });
    for (const [host, ...texts] of [
      [`${domainToASCII("bücher-laden")}.example`, "ücher", "BÜCHER-L", "cher-laden", "xn--bcher-la", "https://bücher-laden.exa"],
      [`${domainToASCII("μαγαζί")}.example`, "γαζί", "μα", "xn--"],
      ["xn--80aswg.example", "сай", "САЙТ.ex", "айт"],
      ["xn--mgbh0fb.example", "مثا", "ثال"],
      ["xn--fiqs8s.example", "中国", "中", "国.ex"],
      // Shown in punycode, since it could be mistaken for another name, but found in either form.
      ["xn--80ak6aa92e.example", "аррӏ", "ррӏе.example"],
    ] as const) {
      await write({ baseUrl: `https://${host}/shop` });
      for (const text of texts) expect(await kinds(text), `${host}: ${text}`).toEqual(["shop"]);
    }
    expect(await kinds("бук"), "what is in none").toEqual([]);
    await inMerchant(merchantId, (tx) => tx.merchant.update({ where: { id: merchantId }, data: { name: "Άνθη Αθήνας 100%" } }));
    expect(await kinds("ΝΘΗ ΑΘ")).toEqual(["merchant"]);
    expect(await kinds("άνθη")).toEqual(["merchant"]);
  });

  test("decodes host names in the database as Node does, and leaves malformed ones unchanged", async () => {
    const labels = [
      "bücher",
      "μαγαζί",
      "магазин",
      "中国",
      "例え",
      "한국",
      "straße",
      "a-ü-b",
      "موقع",
      "☕",
      "ö".repeat(20),
      `${"ab".repeat(10)}é`,
    ];
    const hosts = labels.map((label) => domainToASCII(label) || label);
    const read = (urls: string[]) =>
      inPlatform(
        (tx) =>
          tx.$queryRaw<{ own: string }[]>`select own_letters(url) as own from unnest(${urls}::text[]) with ordinality u(url, n) order by n`,
      );
    const found = await read(hosts.map((host) => `https://${host}.example:8443/xn`));
    expect(found.map(({ own }) => own)).toEqual(hosts.map((host) => `https://${domainToUnicode(host)}.example:8443/xn`));
    const broken = ["https://xn--.example", "https://xn--99999999999.example", "https://xn--zzzzzzzzzzz.example"];
    expect((await read(broken)).map(({ own }) => own)).toEqual(broken);
  });

  test("finds an order with and without the # before its number", async () => {
    const { merchantId } = world.ids;
    await inMerchant(merchantId, (tx) => tx.shopOrder.updateMany({ where: { merchantId }, data: { number: "90210" } }));
    expect((await find("#90210")).map(({ kind }) => kind)).toEqual(["order"]);
    expect((await find("9021")).map(({ kind }) => kind)).toEqual(["order"]);
  });

  test("takes pattern characters literally, and withstands hostile input", async () => {
    expect((await find("100%")).map(({ merchantId }) => merchantId)).toEqual([world.ids.merchantId]);
    for (const text of ["%%%", "___", "\\\\\\", "'; drop table merchant; --", "😀".repeat(50), "\u202e\u2066"])
      expect(await find(text), text).toEqual([]);
  });

  test("is for staff only", () => {
    expect(staffScope({ ...staff, isStaff: false })).toBeNull();
    expect(staffScope(staff)).not.toBeNull();
  });
});

describe("the list of merchants", () => {
  test("contains every merchant exactly once across pages", async () => {
    await inPlatform((tx) =>
      tx.merchant.createMany({ data: Array.from({ length: PAGE_SIZE * 2 }, (_, index) => ({ name: `Paged ${index % 3}` })) }),
    );
    const seen: string[] = [];
    const { total } = await list();
    for (let page = 1; seen.length < total; page += 1) {
      const found = await list({ page: `${page}` });
      seen.push(...found.merchants.map(({ id }) => id));
      expect(found.merchants.length).toBeGreaterThan(0);
    }
    expect(seen).toHaveLength(await inPlatform((tx) => tx.merchant.count()));
    expect(new Set(seen).size).toBe(seen.length);
  });

  test("is filtered by state and shop system, and sorted by need, with the number of shops that need action", async () => {
    const troubled = await connectShop({ shopSystem: "magento", credentials: null });
    const troubledId = troubled.scope.merchantId;
    const ids = async (query: Record<string, string>) => (await list(query)).merchants.map(({ id }) => id);
    expect(await ids({ state: "action_needed" })).toEqual([troubledId]);
    expect(await ids({ state: "recovering" })).toEqual([world.ids.merchantId]);
    expect(await ids({ shopSystem: "magento" })).toEqual([troubledId]);
    expect(await ids({ shopSystem: "magento", state: "recovering" })).toEqual([]);
    expect((await list({ sort: "attention" })).merchants[0]).toMatchObject({ id: troubledId, needsYou: 1, integrations: 1, members: 1 });
    expect((await ids({ state: "no_shop" })).includes(troubledId)).toBe(false);
  });
});

test("a merchant's card lists its members and shops, and is empty for an unknown id", async () => {
  const { merchantId, integrationId } = world.ids;
  expect(await findMerchantCard(scope, merchantId)).toMatchObject({ members: [{ email: world.owner.person.email }] });
  expect(await listShops(scope, merchantId)).toMatchObject({ rows: [{ id: integrationId }], total: 1 });
  expect(await findMerchantCard(scope, staff.personId)).toBeNull();
});

const REMOVED_ONCE = [
  { ok: true, value: true },
  { ok: false, reason: "not_found" },
];

describe("notes", () => {
  test("are written and removed by staff, and no merchant can read them, not even the one concerned", async () => {
    const { merchantId } = world.ids;
    const ana = staffScope(staff);
    if (!ana) throw new Error("no scope");
    expect(await writeNote(ana, { merchantId, text: "Calls every Monday, sent ck_0123456789abcdef" })).toEqual({ ok: true, value: true });
    expect(await writeNote(ana, { merchantId: staff.personId, text: "x" })).toEqual({ ok: false, reason: "not_found" });
    const [note] = await listNotes(scope, merchantId);
    expect(note).toMatchObject({ text: "Calls every Monday, sent •••", author: { kind: "staff", name: "Ana" } });
    expect(await inMerchant(merchantId, (tx) => tx.merchantNote.findMany())).toEqual([]);
    await expect(
      inMerchant(merchantId, (tx) => tx.merchantNote.create({ data: { merchantId, author: {}, text: OWNERS_MARK } })),
    ).rejects.toThrow();
    expect(await removeNote(ana, { merchantId: world.outsider.scope.merchantId, noteId: note?.id ?? "" })).toMatchObject({ ok: false });
    const remove = () => removeNote(ana, { merchantId, noteId: note?.id ?? "" });
    expect(await Promise.all([remove(), remove()]), "two of staff at once").toEqual(expect.arrayContaining(REMOVED_ONCE));
    expect(await listNotes(scope, merchantId)).toEqual([]);
    const written = await inPlatform((tx) => tx.platformEvent.findMany({ where: { action: "merchant_note_removed" } }));
    expect(written).toMatchObject([{ before: { text: "Calls every Monday, sent •••" }, details: { merchantId } }]);
  });
});

test("a saved view is shared by all staff, replaced by one of the same name, and removable", async () => {
  const view = { path: "/support", name: "Urgent", query: "?state=action_needed" };
  await Promise.all([saveView(scope, view), saveView(scope, view)]);
  await saveView(scope, { ...view, query: "?state=recovering" });
  await saveView(scope, { ...view, path: "/support/queue" });
  const [kept, ...others] = await listSavedViews(scope, "/support");
  expect([kept, others]).toMatchObject([{ name: "Urgent", query: "?state=recovering" }, []]);
  const remove = () => removeView(scope, kept?.id ?? "");
  expect(await Promise.all([remove(), remove()]), "two of staff at once").toEqual(expect.arrayContaining(REMOVED_ONCE));
  expect(await listSavedViews(scope, "/support/queue")).toHaveLength(1);
  expect(await inPlatform((tx) => tx.platformEvent.count({ where: { action: "view_removed" } }))).toBe(1);
});
