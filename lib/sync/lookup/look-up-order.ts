import type { OutsideConfig } from "@/lib/connectors/egress/config";
import type { FoundOrder } from "@/lib/connectors/shop";
import { brieflyPatient, missingCredentials, type OpenShop, openShop, readShop } from "@/lib/health/open-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { inMerchantSql } from "@/lib/infra/sql";
import { storeOrders } from "@/lib/orders/mutations";
import type { LookupOutcome, OrderLookup, ShopLookup } from "@/lib/sync/lookup/lookup-answer";

/** A user waits for the answer. */
const LOOKUP_MS = 15_000;
const TIMEOUTS = { connectMs: 4_000, headersMs: 10_000, bodyMs: 5_000, totalMs: 12_000, oneOrderMs: 12_000 };
const SHOPS_AT_ONCE = 4;
const MOST_SHOPS = 20;
const STORE_TIMEOUT_MS = 10_000;

export interface LookupQuestion {
  text: string;
  /** One shop, or null for all of them (the first 20). */
  integrationId: string | null;
  /** Also imports an order from before the import begins. */
  importsOlder: boolean;
}

interface AskedShop {
  id: string;
  name: string;
  importFrom: Date | null;
  historyDays: number | null;
  leftOutStatuses: string[];
}

/**
 * Asks the merchant's shops for an order by number or id, explains why it is not in the list, and imports it where it only had not arrived.
 * Audited where something was imported, and always for staff.
 */
export async function lookUpOrder(scope: MerchantScope, question: LookupQuestion, outside: OutsideConfig): Promise<OrderLookup> {
  const { integrationId } = question;
  const shops = await inMerchant(scope.merchantId, (tx) =>
    tx.integration.findMany({
      where: { merchantId: scope.merchantId, ...(integrationId ? { id: integrationId } : {}) },
      select: { id: true, name: true, importFrom: true, historyDays: true, leftOutStatuses: true },
      orderBy: { createdAt: "asc" },
    }),
  );
  const number = question.text.trim().replace(/^#/, "");
  const lookups: ShopLookup[] = [];
  const waiting = shops.slice(0, MOST_SHOPS);
  const askNext = async (): Promise<void> => {
    for (let shop = waiting.shift(); shop; shop = waiting.shift()) {
      const answer = await askOne(scope, shop, { ...question, text: number }, outside);
      lookups.push({ integrationId: shop.id, shopName: shop.name, ...answer });
      if (scope.actor.kind === "staff" || answer.outcome.kind === "imported") await recordLookup(scope, shop.id, number, answer.outcome);
    }
  };
  await Promise.all(Array.from({ length: SHOPS_AT_ONCE }, askNext));
  lookups.sort((one, other) => one.shopName.localeCompare(other.shopName));
  return { lookups, shopsNotAsked: Math.max(0, shops.length - MOST_SHOPS) };
}

const recordLookup = (scope: MerchantScope, integrationId: string, number: string, { kind }: LookupOutcome): Promise<void> =>
  inMerchant(scope.merchantId, (tx) =>
    recordAudit(tx, scope, {
      action: kind === "imported" ? "order_imported_by_number" : "order_looked_up",
      integrationId,
      details: { number },
    }),
  );

type Answer = Pick<ShopLookup, "outcome" | "requests">;

async function askOne(scope: MerchantScope, shop: AskedShop, question: LookupQuestion, outside: OutsideConfig): Promise<Answer> {
  const facts = await readShop(scope, shop.id);
  if (!facts?.ok || facts.facts.credentials === null) {
    const { code, status } = facts && !facts.ok ? facts.failure : missingCredentials();
    return { outcome: { kind: "not_asked", failure: code, status }, requests: [] };
  }
  const port = openShop(facts.facts, outside, TIMEOUTS, brieflyPatient(AbortSignal.timeout(LOOKUP_MS)));
  try {
    return { outcome: await explain(scope, shop, port, question), requests: port.latestRequests() };
  } finally {
    await port.close();
  }
}

async function explain(scope: MerchantScope, shop: AskedShop, port: OpenShop, question: LookupQuestion): Promise<LookupOutcome> {
  const found = await port.findOrders(question.text);
  if (!found.ok) return { kind: "not_asked", failure: found.failure.code, status: found.failure.status };
  const known = await readKnown(scope, shop, question.text, found.value);
  return known ?? (await explainUnknown(scope, shop, port, found.value, question.importsOlder));
}

/** What is stored already of these orders, or of the text where the shop has none. */
async function readKnown(
  { merchantId }: MerchantScope,
  shop: AskedShop,
  text: string,
  found: readonly FoundOrder[],
): Promise<LookupOutcome | null> {
  const externalIds = found.map(({ externalId }) => externalId);
  return inMerchant(merchantId, async (tx) => {
    const order = await tx.order.findFirst({
      where: { merchantId, integrationId: shop.id, externalId: { in: externalIds }, removedAt: null },
      select: storedFields,
    });
    if (order) return describeStored(shop, found, order, { kind: "stored" });
    const quarantined = await tx.quarantinedOrder.findFirst({
      where: { merchantId, integrationId: shop.id, externalId: { in: [...externalIds, text] }, resolvedAt: null },
      select: { error: true },
    });
    return quarantined ? { kind: "quarantined", error: quarantined.error } : null;
  });
}

async function explainUnknown(
  scope: MerchantScope,
  shop: AskedShop,
  port: OpenShop,
  found: readonly FoundOrder[],
  importsOlder: boolean,
): Promise<LookupOutcome> {
  const listed = found.find(({ place }) => place === "list");
  if (!listed) {
    const [other] = found;
    if (!other) return { kind: "not_in_shop", historyDays: shop.historyDays };
    return { kind: other.place === "trash" ? "in_trash" : "draft", number: other.number, status: other.status };
  }
  const askedAt = new Date();
  const fetched = await port.fetchOrder(listed.externalId);
  if (!fetched.ok) return { kind: "not_asked", failure: fetched.failure.code, status: fetched.failure.status };
  if (fetched.value === null) return { kind: "other_store", number: listed.number };
  const isReadable = !("error" in fetched.value);
  if (!("error" in fetched.value)) {
    const { number, modifiedAt } = fetched.value;
    if (shop.importFrom && modifiedAt < shop.importFrom && !importsOlder)
      return { kind: "before_import", number, changedAt: modifiedAt.toISOString(), importFrom: shop.importFrom.toISOString() };
  }
  const unlisted = isReadable && (await isCovered(scope, shop.id, fetched.value.modifiedAt));
  const batch = "error" in fetched.value ? { orders: [], unreadable: [fetched.value] } : { orders: [fetched.value], unreadable: [] };
  await inMerchantSql(scope.merchantId, STORE_TIMEOUT_MS, (sql) =>
    storeOrders(sql, scope, { integrationId: shop.id, runId: null, askedAt, ...batch }),
  );
  return inMerchant(scope.merchantId, async (tx) => {
    await publish(tx, { kind: "integration", merchantId: scope.merchantId, integrationId: shop.id });
    const order = await tx.order.findFirst({
      where: { merchantId: scope.merchantId, integrationId: shop.id, externalId: listed.externalId },
      select: storedFields,
    });
    if (!order)
      return { kind: "quarantined", error: "error" in (fetched.value ?? {}) ? String(Reflect.get(fetched.value ?? {}, "error")) : "" };
    return describeStored(shop, [listed], order, { kind: "imported", unlisted });
  });
}

const storedFields = { id: true, externalId: true, number: true, status: true } as const;

function describeStored(
  shop: AskedShop,
  found: readonly FoundOrder[],
  { id: orderId, externalId, number, status }: { id: string; externalId: string; number: string; status: string },
  here: { kind: "stored" } | { kind: "imported"; unlisted: boolean },
): LookupOutcome {
  const unpaidStatus = found.find((order) => order.externalId === externalId)?.unpaidStatus ?? null;
  const stored = { orderId, number, unpaidStatus };
  return shop.leftOutStatuses.includes(status) ? { kind: "status_hidden", status, ...stored } : { ...here, ...stored };
}

/** Whether an import has confirmed the time of the order's last change: then the shop's list should have contained it. */
async function isCovered({ merchantId }: MerchantScope, integrationId: string, modifiedAt: Date | null): Promise<boolean> {
  if (modifiedAt === null) return false;
  const interval = await inMerchant(merchantId, (tx) =>
    tx.coverageInterval.findFirst({
      where: { merchantId, integrationId, coveredFrom: { lte: modifiedAt }, coveredTo: { gt: modifiedAt } },
      select: { id: true },
    }),
  );
  return interval !== null;
}
