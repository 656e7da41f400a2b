import { afterEach, describe, expect, it } from "vitest";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

const orders = generateOrders({ count: 23, from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-11-20T00:00:00Z"), seed: 3 }).map(
  (order) => ({
    ...order,
    status: order.id === 1001 ? ("processing" as const) : order.status,
  }),
);
let shop: FakeShop | undefined;
afterEach(async () => {
  await shop?.close();
  shop = undefined;
});

async function open(behaviour: Behaviour = {}, scopes?: string[]): Promise<FakeShop> {
  shop = await startFakeShop({
    shopSystem: "shopify",
    orders,
    credentials: [{ accessToken: "shpat_lab", ...(scopes ? { scopes } : {}) }],
    behaviour,
  });
  return shop;
}

async function ask(at: FakeShop, query: string, variables: Record<string, unknown> = {}, token = "shpat_lab") {
  const reply = await fetch(`${at.url}/admin/api/2026-10/graphql.json`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Shopify-Access-Token": token },
    body: JSON.stringify({ query, variables }),
  });
  return {
    status: reply.status,
    body: (await reply.json()) as { data?: Record<string, never>; errors?: { extensions: { code: string } }[] | string },
  };
}

const LIST = `query($after: String, $query: String) { orders(first: 5, after: $after, sortKey: UPDATED_AT, query: $query) { nodes { id updatedAt } pageInfo { hasNextPage endCursor } } }`;

async function paginate(at: FakeShop, query: string): Promise<{ id: string; updatedAt: string }[]> {
  const found: { id: string; updatedAt: string }[] = [];
  for (let after: string | null = null; ; ) {
    const { body } = await ask(at, LIST, { after, query });
    const page = body.data?.["orders"] as unknown as {
      nodes: { id: string; updatedAt: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    found.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return found;
    after = page.pageInfo.endCursor;
  }
}

describe("the fake Shopify", () => {
  it("pagination by cursor returns every order of the window once, by time of change", async () => {
    const at = await open();
    const from = "2026-11-08T00:00:00Z";
    const found = await paginate(at, `updated_at:>='${from}'`);
    const expected = orders.filter((order) => order.modifiedAt >= new Date(from));
    expect(found.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => `gid://shopify/Order/${id}`).sort());
    expect(found.map(({ updatedAt }) => updatedAt)).toEqual(found.map(({ updatedAt }) => updatedAt).sort());
  });

  it("an unknown token, an unknown field, a missing scope and a frozen shop have distinct errors", async () => {
    const at = await open({}, ["read_products"]);
    expect((await ask(at, "{ shop { name } }", {}, "shpat_other")).status).toBe(401);
    expect((await ask(at, "{ shop { nonsense } }")).body.errors).toMatchObject([{ extensions: { code: "undefinedField" } }]);
    expect((await ask(at, "{ orders(first: 1) { nodes { id } } }")).body.errors).toMatchObject([{ extensions: { code: "ACCESS_DENIED" } }]);
    at.setBehaviour({ apiDisabled: true });
    expect((await ask(at, "{ shop { name } }")).status).toBe(402);
  });

  it("an empty bucket throttles with status 200 and reports the throttle status", async () => {
    const at = await open({ graphBucket: { capacity: 60, restorePerSecond: 1 } });
    const query = "{ orders(first: 40) { nodes { id } } }";
    expect((await ask(at, query)).body.errors).toBeUndefined();
    const second = await ask(at, query);
    expect([second.status, second.body.errors]).toMatchObject([200, [{ extensions: { code: "THROTTLED" } }]]);
    expect(second.body).toMatchObject({ extensions: { cost: { throttleStatus: { maximumAvailable: 60, restoreRate: 1 } } } });
  });

  it("an order is fulfilled once; a second attempt is a user error", async () => {
    const at = await open();
    const mutation = `mutation { fulfillmentCreate(fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: "gid://shopify/FulfillmentOrder/1001" }], trackingInfo: { number: "3S1", company: "PostNL" } }) { fulfillment { trackingInfo { number } } userErrors { message } } }`;
    expect((await ask(at, mutation)).body.data).toMatchObject({
      fulfillmentCreate: { fulfillment: { trackingInfo: [{ number: "3S1" }] }, userErrors: [] },
    });
    expect((await ask(at, mutation)).body.data).toMatchObject({ fulfillmentCreate: { fulfillment: null, userErrors: [{}] } });
  });
});
