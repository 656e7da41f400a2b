import { execFile } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { makeCause } from "@/lib/check/diagnosis/make-cause";
import type { Cause, CheckResult } from "@/lib/check/result";
import { createShopClient } from "@/lib/connectors/http/client";
import { connectorFor } from "@/lib/connectors/registry";
import { SHOP_SYSTEMS, type ShopSystem } from "@/lib/connectors/shop-systems";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { type FakeOrder, orderTotalCents } from "@/lib/testing/fake-shops/fake-order";
import type { FakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { LOOPBACK, recentOrders, SHOP_KEYS_OF, startBareShop } from "@/lib/testing/sync-shop";
import { checkPromises } from "@/scripts/conformance/check-promises";
import { checkBreaks } from "@/scripts/conformance/promises/breaks";
import type { Outcome, PrintedFix, Subject } from "@/scripts/conformance/subject";
import { readTrueOrders, type TrueOrderLine } from "@/scripts/conformance/true-order";
import { ownEnvironment } from "@/scripts/dev/own-environment.mjs";
import { findFreePort } from "@/scripts/dev/ports.mjs";
import { root } from "@/scripts/dev/typescript.mjs";

// The tool against our fakes: they keep what our connectors promise, and a promise that is broken is found.

const COUNT = 130;

interface Scene {
  shop: FakeShop;
  subject: Subject;
}

const open: FakeShop[] = [];
afterAll(() => Promise.all(open.map((shop) => shop.close())));

/** The number that each shop shows for an order; PrestaShop draws a reference. */
const NUMBERS: Readonly<Record<ShopSystem, (number: string) => { number?: string }>> = {
  woocommerce: (number) => ({ number }),
  magento: (number) => ({ number: number.padStart(9, "0") }),
  prestashop: () => ({}),
  shopify: (number) => ({ number: `#${number}` }),
};

/** The shop's own tables. */
function truthOf(shop: FakeShop, shopSystem: ShopSystem): TrueOrderLine[] {
  return [...shop.shop.orders.values()].map((order) => ({
    id: order.id,
    ...NUMBERS[shopSystem](order.number),
    numbers: order.status === "trash" ? [] : [order.number],
    ...(shopSystem === "woocommerce" ? { status: order.wooStatus ?? order.status } : {}),
    currency: order.currency,
    total: (orderTotalCents(order) / 100).toFixed(2),
    email: order.billing.email,
    lines: order.lines.length,
    placedAt: order.createdAt.toISOString(),
    modifiedAt: order.modifiedAt.toISOString(),
    place: order.damage ? "unreadable" : order.status === "trash" ? "trash" : order.wooStatus === "checkout-draft" ? "cart" : "list",
  }));
}

const addShipping = (order: FakeOrder): void => {
  order.shippingCents += 100;
};

const toLines = (orders: readonly TrueOrderLine[]): string => orders.map((order) => JSON.stringify(order)).join("\n");

/** An unreadable order, which Shopify's typed API cannot have, and in WooCommerce a cart and an order in the trash. */
function makeOrders(shopSystem: ShopSystem): FakeOrder[] {
  const orders = recentOrders(COUNT);
  const damage = (order: FakeOrder, index: number): FakeOrder =>
    index === 3 && shopSystem !== "shopify" ? { ...order, damage: "text_total" } : order;
  if (shopSystem !== "woocommerce") return orders.map(damage);
  return orders.map(damage).map((order, index) => {
    if (index === 5) return { ...order, wooStatus: "checkout-draft", status: "pending" };
    return index === 7 ? { ...order, status: "trash" } : order;
  });
}

async function openScene(shopSystem: ShopSystem): Promise<Scene> {
  const shop = await startBareShop(makeOrders(shopSystem), shopSystem);
  open.push(shop);
  const [gone] = [...shop.shop.orders.keys()].slice(-1);
  shop.shop.removeOrder(gone ?? 0);
  const credentials = connectorFor(shopSystem).credentialsSchema.parse(SHOP_KEYS_OF[shopSystem]);
  const port = await findFreePort();
  const subject: Subject = {
    shopSystem,
    // Magento describes no name.
    ...(shopSystem === "magento" ? {} : { name: "Test shop" }),
    credentials,
    open: () => createShopClient({ baseUrl: shop.url, shopSystem, ...LOOPBACK }),
    listTruth: async () => readTrueOrders(`${toLines(truthOf(shop, shopSystem))}\n${JSON.stringify({ id: gone, place: "deleted" })}`),
    change: async (ids) => {
      for (const id of ids) shop.shop.editOrder(Number(id), addShipping);
    },
    parcels: [...shop.shop.orders.values()]
      .filter(({ status, damage }) => status === "processing" && !damage)
      .slice(0, 2)
      .map(({ id }) => String(id)),
    webhooks: { address: `http://127.0.0.1:${port}/`, listen: { host: "127.0.0.1", port }, withinMs: 20_000 },
  };
  return { shop, subject };
}

const brokenOnes = (outcomes: readonly Outcome[]): Outcome[] => outcomes.filter(({ held }) => held === false);
const heldOnes = (outcomes: readonly Outcome[]): string[] => outcomes.flatMap(({ promise, held }) => (held ? promise : []));

describe.concurrent("our fake shops keep what connectors promise", () => {
  test.for(SHOP_SYSTEMS)("%s", async (shopSystem, { expect }) => {
    const { subject } = await openScene(shopSystem);
    const outcomes = await checkPromises(subject);
    expect(brokenOnes(outcomes)).toEqual([]);
    expect(heldOnes(outcomes).length).toBeGreaterThanOrEqual(9);
    expect(heldOnes(outcomes).some((promise) => promise.includes("webhook"))).toBe(shopSystem === "woocommerce");
  });
});

test.each<[string, Behaviour, string]>([
  ["an order that the shop keeps back", { hides: [1010] }, "order 1010: in the shop, not here"],
  ["a count that is too low", { countsAtMost: 20 }, "127 in the shop, 19 here"],
])("finds a broken promise and shows both sides: %s", async (_what, behaviour, shown) => {
  const { shop, subject } = await openScene("woocommerce");
  shop.setBehaviour(behaviour);
  const { change, webhooks, ...still } = subject;
  const broken = brokenOnes(await checkPromises(still));
  expect(broken.map((one) => one.shown).join("; ")).toContain(shown);
});

test("a break that must block nothing may be named, but not block a lane", async () => {
  const { subject } = await openScene("woocommerce");
  const slow = makeCause("slow", { pass: null, fail: null }, { affects: [] });
  const seen = async (cause: Cause): Promise<Outcome[]> => {
    const breaks: NonNullable<Subject["breaks"]> = {
      expected: [{ name: "slow", cause: null }],
      cause: async () => {},
      mend: async () => {},
      printFix: async () => null,
      check: async () => ({ verdict: "degraded", causes: [cause], probes: [] }) as unknown as CheckResult,
    };
    return checkBreaks({ ...subject, breaks });
  };
  expect((await seen(slow))[0]).toMatchObject({ held: true, shown: "slow, and every order is imported" });
  expect((await seen({ ...slow, affects: ["tracking_out"] }))[0]).toMatchObject({ held: false, shown: "slow" });
});

const BREAKS: Readonly<Record<string, Behaviour>> = {
  methods: { blockedMethods: { methods: ["PATCH", "DELETE"], page: "nginx" } },
  slow: { delayMs: 200 },
};

/** A folder with a shop file whose commands reach the shop of this process over http. */
async function writeShopFile({ shop, subject }: Scene, breaks: Record<string, string | null>) {
  const fixes: PrintedFix[] = [];
  const truth = async () => toLines((await subject.listTruth()).map((order) => ({ ...order, placedAt: undefined, modifiedAt: undefined })));
  const behave = (behaviour: Behaviour = {}): string => {
    shop.setBehaviour(behaviour);
    return "";
  };
  const acts: Record<string, (parts: string[]) => Promise<string>> = {
    orders: truth,
    change: async (ids) => (await subject.change?.(ids)) ?? "",
    break: async ([name = ""]) => behave(BREAKS[name]),
    fix: async ([, file = ""]) => {
      fixes.push(JSON.parse(fs.readFileSync(file, "utf8")));
      return behave();
    },
    mend: async () => behave(),
  };
  const control = http.createServer(async (request, response) => {
    const [act = "", ...parts] = JSON.parse(decodeURIComponent(request.url?.slice(1) ?? ""));
    response.end(await acts[act]?.(parts));
  });
  control.listen(0, "127.0.0.1");
  await once(control, "listening");
  const { port } = control.address() as { port: number };
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "conformance-"));
  const ask = `fetch("http://127.0.0.1:${port}/" + encodeURIComponent(JSON.stringify(process.argv.slice(2)))).then((answer) => answer.text())`;
  fs.writeFileSync(path.join(folder, "control.mjs"), `process.stdout.write(await ${ask});`);
  const commands = Object.fromEntries(Object.keys(acts).map((act) => [act, `'${process.execPath}' control.mjs ${act}`]));
  const { shopSystem, parcels, webhooks } = subject;
  const file = path.join(folder, "shop.json");
  const shopFile = {
    shopSystem,
    url: shop.url,
    networks: ["127.0.0.0/8"],
    credentials: SHOP_KEYS_OF[shopSystem],
    commands,
    parcels,
    breaks,
    webhooks: { address: webhooks?.address, port: webhooks?.listen.port },
  };
  fs.writeFileSync(file, JSON.stringify(shopFile));
  const close = () => {
    control.close();
    fs.rmSync(folder, { recursive: true });
  };
  return { file, fixes, close };
}

/** The documented command, with one of our addresses to write into fixes. */
const run = (file: string): Promise<{ code: number; stdout: string }> =>
  promisify(execFile)("npm", ["run", "-s", "conformance", "--", file], {
    cwd: root,
    env: { ...ownEnvironment(), EGRESS_ADDRESSES: "127.0.0.1" },
  }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string }) => error,
  );

describe.concurrent("npm run conformance", () => {
  test("prints a table of held promises, and applies printed fixes", async ({ expect }) => {
    const { file, fixes, close } = await writeShopFile(await openScene("woocommerce"), { methods: "method_blocked", slow: null });
    try {
      const kept = await run(file);
      expect(kept.stdout).toMatch(/^woocommerce at http/);
      expect(kept.stdout).toContain("0 broken, 0 untested");
      expect(kept.code).toBe(0);
      expect(fixes.map(({ software }) => software)).toEqual(["nginx"]);
      expect(fixes[0]?.snippets[0]?.code).toContain("127.0.0.1");
    } finally {
      close();
    }
  });

  test("ends with 1 if a promise is broken", async ({ expect }) => {
    const scene = await openScene("woocommerce");
    scene.shop.setBehaviour({ hides: [1010] });
    const { file, close } = await writeShopFile(scene, {});
    try {
      const { code, stdout } = await run(file);
      expect(stdout).toMatch(/\*\*broken\*\* \| order 1010: in the shop, not here/);
      expect(code).toBe(1);
    } finally {
      close();
    }
  });
});
