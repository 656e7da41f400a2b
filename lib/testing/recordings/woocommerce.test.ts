import { afterAll, describe, expect, it } from "vitest";
import { makeCertificateAuthority } from "@/lib/testing/certificates";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { comparable, comparableRecording } from "@/lib/testing/recordings/compare";
import { type Recording, readRecordedJson, readRecordings, recordingsAreThere } from "@/lib/testing/recordings/read-recordings";
import { replay } from "@/lib/testing/recordings/replay";

const there = recordingsAreThere();
const authority = await makeCertificateAuthority({ name: "Test" });
const certificate = await authority.issue(["127.0.0.1"]);

// Like the recorded shop: five orders, 11 to 15.
const orders: FakeOrder[] = generateOrders({
  count: 5,
  from: new Date("2026-11-24T22:34:29Z"),
  to: new Date("2026-11-24T22:34:35Z"),
  seed: 1,
  firstId: 11,
}).map((order) => ({ ...order, status: "processing", notes: [{ id: 8, text: "Shipped", forCustomer: true, at: order.createdAt }] }));

/** Recordings that no behaviour of the fake reproduces, with the reason for each. */
const SKIPPED: readonly [RegExp, string][] = [
  [/^unknown method FOO/, "Node's HTTP server refuses unknown methods by itself"],
  [/^TRACE/, "the echo is Apache's"],
  [/^PLAIN \(htaccess kept\)|^PLAIN:/, "recorded while WordPress still had the old rules in its cache"],
  [/^PLAIN, no \.htaccess block/, "plain permalinks and lost rules at once"],
  [/^MAINTENANCE: static/, "a static file"],
  [/^STRIPPED: site-health/, "a route of WordPress's own"],
  [/^STRIPPED: key in query|right key in query/, "the recorder cut the Link header"],
];

const BEHAVIOURS: readonly [RegExp, Behaviour][] = [
  [/^STRIPPED/, { stripAuthorization: true }],
  [/^NO HTACCESS/, { rewriting: "missing_apache" }],
  [/^PLAIN2/, { rewriting: "plain_permalinks" }],
  [/^MAINTENANCE/, { maintenance: true }],
];

const open: FakeShop[] = [];
afterAll(() => Promise.all(open.map((shop) => shop.close())));

async function startLike(recording: Recording, version: string): Promise<FakeShop> {
  const readOnly = recording.title.startsWith("read-only key");
  const shop = await startFakeShop({
    shopSystem: "woocommerce",
    orders,
    version,
    credentials: [{ consumerKey: "ck_MADE_UP", consumerSecret: "cs_MADE_UP", permissions: readOnly ? "read" : "read_write" }],
    behaviour: BEHAVIOURS.find(([pattern]) => pattern.test(recording.title))?.[1] ?? {},
    ...(recording.origin.startsWith("https") ? { tls: certificate } : {}),
  });
  open.push(shop);
  return shop;
}

describe.skipIf(!there)("the fake WooCommerce responds as recorded from the real one", () => {
  for (const [file, version] of there
    ? ([
        ["woocommerce-10.txt", "10.6.2"],
        ["woocommerce-11.txt", "11.0.1"],
      ] as const)
    : []) {
    describe(file, () => {
      for (const recording of readRecordings(file)) {
        const reason = SKIPPED.find(([pattern]) => pattern.test(recording.title))?.[1];
        it.skipIf(reason !== undefined)(`${recording.title}${reason ? ` (${reason})` : ""}`, async () => {
          const shop = await startLike(recording, version);
          const real = comparableRecording(recording);
          const fake = comparable(await replay(recording, shop.url, authority.rootPem), shop.url, recording.complete);
          expect(fake).toEqual(real);
        });
      }
    });
  }

  it.each(["woocommerce-10", "woocommerce-11"])("an order of %s has the same fields in the same order", async (folder) => {
    const shop = await startFakeShop({
      shopSystem: "woocommerce",
      tls: certificate,
      orders,
      credentials: [{ consumerKey: "ck_a", consumerSecret: "cs_a" }],
    });
    open.push(shop);
    const call = {
      title: "",
      method: "GET",
      origin: "",
      path: "/wp-json/wc/v3/orders?per_page=1&consumer_key=ck_a&consumer_secret=cs_a",
      requestHeaders: {},
      requestBody: "",
    };
    const reply = await replay({ ...call, status: 200, headers: [], body: "", complete: true }, shop.url, authority.rootPem);
    const [fake] = JSON.parse(reply.body) as Record<string, unknown>[];
    const [real] = readRecordedJson(`${folder}/orders.json`) as Record<string, unknown>[];
    expect(Object.keys(fake ?? {})).toEqual(Object.keys(real ?? {}));
    for (const part of ["billing", "shipping", "_links"])
      expect(Object.keys(Object(fake?.[part]))).toEqual(Object.keys(Object(real?.[part])));
  });
});

describe.skipIf(there)("recorded responses of real shops", () => {
  it.skip("are missing beside this checkout (../shared/recorded): the fake WooCommerce was not compared with the real one", () => {});
});
