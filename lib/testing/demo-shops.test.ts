import { X509Certificate } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepChanges, readOrMakeAuthority, readOrMakeEpoch } from "@/lib/testing/demo-folder";
import { listOrdersAtEpoch, listTrickledOrders } from "@/lib/testing/demo-orders";
import { DEMO_MERCHANTS, DEMO_SHOPS } from "@/lib/testing/demo-shops";
import { FakeStore } from "@/lib/testing/fake-shops/store";

const epoch = new Date("2026-11-25T08:00:00Z");
let folder = "";
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "demo-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

describe("the demo shops", () => {
  it("belong to every merchant, and have distinct URLs, ports and slugs", () => {
    for (const { key } of DEMO_MERCHANTS) expect(DEMO_SHOPS.filter(({ merchant }) => merchant === key).length).toBeGreaterThan(2);
    for (const name of ["slug", "port", "url"] as const) expect(new Set(DEMO_SHOPS.map((shop) => shop[name])).size).toBe(DEMO_SHOPS.length);
  });

  it.each(DEMO_SHOPS)("$name has unique orders, split into imported and waiting ones as its scenario says", (shop) => {
    const orders = listOrdersAtEpoch(shop, epoch);
    expect(new Set(orders.map(({ id }) => id)).size).toBe(orders.length);
    const until = epoch.getTime() - (shop.importedUntilMinutes ?? Number.POSITIVE_INFINITY) * 60_000;
    const waiting = orders.filter((order) => shop.importedUntilMinutes === null || order.modifiedAt.getTime() >= until).length;
    if (shop.slug === "fietsen-vandaag") expect(waiting).toBe(120);
    if (shop.slug === "theehuis-linde") expect(waiting).toBe(0);
    if (shop.importedUntilMinutes === null) expect(waiting).toBe(orders.length);
  });

  it("have the same orders after a restart, including those that arrived meanwhile", () => {
    for (const shop of DEMO_SHOPS) expect(listOrdersAtEpoch(shop, epoch)).toEqual(listOrdersAtEpoch(shop, epoch));
    const shop = DEMO_SHOPS.find(({ trickleSeconds }) => trickleSeconds !== null);
    if (!shop) throw new Error("no demo shop receives new orders");
    const early = listTrickledOrders(shop, epoch, new Date(epoch.getTime() + 3_600_000));
    const late = listTrickledOrders(shop, epoch, new Date(epoch.getTime() + 7_200_000));
    expect(early.length).toBeGreaterThan(2);
    expect(late.slice(0, early.length)).toEqual(early);
    for (const order of late) expect(order.modifiedAt.getTime()).toBeLessThan(epoch.getTime() + 7_200_000);
  });
});

describe("the demo folder", () => {
  it("keeps the epoch of the first start", () => {
    const first = readOrMakeEpoch(folder, epoch);
    expect(readOrMakeEpoch(folder, new Date("2027-01-01T00:00:00Z"))).toEqual(first);
  });

  it("keeps the certificate authority while it is valid, and replaces it when it is corrupt or about to expire", async () => {
    const first = (await readOrMakeAuthority(folder, epoch)).rootPem;
    expect((await readOrMakeAuthority(folder, epoch)).rootPem).toBe(first);
    fs.writeFileSync(path.join(folder, "ca.pem"), "-----BEGIN CERTIFICATE-----\n");
    const second = (await readOrMakeAuthority(folder, epoch)).rootPem;
    expect(second).not.toBe(first);
    const late = new Date(new X509Certificate(second).validTo);
    expect((await readOrMakeAuthority(folder, late)).rootPem).not.toBe(second);
  });

  it("keeps changes of orders across a restart of the shop", () => {
    const [shop] = DEMO_SHOPS;
    if (!shop) throw new Error("the demo has no shop");
    const orders = listOrdersAtEpoch(shop, epoch);
    const first = new FakeStore(orders);
    keepChanges(folder, shop.slug, first);
    first.setStatus(1001, "cancelled");
    first.removeOrder(1002);
    const second = new FakeStore(orders);
    keepChanges(folder, shop.slug, second);
    expect(second.digest()).toBe(first.digest());
  });
});
