import { singleLine } from "@/lib/base/normalize-text";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { isSameNumber } from "@/lib/connectors/records/names-number";
import type { FoundOrder } from "@/lib/connectors/shop";
import type { RunFailure } from "@/lib/health/failures";
import { brieflyPatient, missingCredentials, type OpenShop, openShop, readShop } from "@/lib/health/open-shop";
import { isAllowed, type MerchantScope } from "@/lib/identity/accounts/access";
import { recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import type { Integration } from "@/lib/infra/prisma-client/client";
import { inMerchantSql } from "@/lib/infra/sql";
import { storeOrders } from "@/lib/orders/mutations";
import { secondAround } from "@/lib/sync/engine/older-versions";
import type { LookupOutcome, OrderLookup, ShopLookup } from "@/lib/sync/lookup/lookup-answer";

const LOOKUP_MS = 15_000;
const TIMEOUTS = { connectMs: 4_000, headersMs: 10_000, bodyMs: 5_000, totalMs: 12_000, oneOrderMs: 12_000 };
const SHOPS_AT_ONCE = 4;
const MAX_SHOPS = 20;
const STORE_TIMEOUT_MS = 10_000;

export interface LookupQuestion {
  text: string;
  /** One shop; null for all (the first 20). */
  integrationId: string | null;
  /** The shops that the asker may use; all, if omitted. */
  onlyShops?: readonly string[];
  /** Also imports an order last changed before the import begins. */
  importsOlder: boolean;
}

type AskedShop = Pick<Integration, "id" | "name" | "importFrom" | "historyDays" | "leftOutStatuses">;

/**
 * Asks the merchant's shops for an order by number or id, explains why it is not in the list, and imports it if it merely had not arrived.
 * Audited if something was imported, and always for staff, who import only with the right to act.
 */
export async function lookUpOrder(scope: MerchantScope, question: LookupQuestion, outside: OutsideConfig): Promise<OrderLookup> {
  const { integrationId, onlyShops } = question;
  const shops = await inMerchant(scope.merchantId, (tx) =>
    tx.integration.findMany({
      where: { merchantId: scope.merchantId, id: integrationId ? integrationId : onlyShops ? { in: [...onlyShops] } : {} },
      select: { id: true, name: true, importFrom: true, historyDays: true, leftOutStatuses: true },
      orderBy: { createdAt: "asc" },
    }),
  );
  const number = singleLine(question.text).replace(/^#/, "");
  const lookups: ShopLookup[] = [];
  const waiting = shops.slice(0, MAX_SHOPS);
  const askNext = async (): Promise<void> => {
    for (let shop = waiting.shift(); shop; shop = waiting.shift()) {
      const answer = await askOne(scope, shop, { ...question, text: number }, outside);
      lookups.push({ integrationId: shop.id, shopName: shop.name, ...answer });
      if (scope.actor.kind === "staff" || answer.outcome.kind === "imported") await recordLookup(scope, shop.id, number, answer.outcome);
    }
  };
  await Promise.all(Array.from({ length: SHOPS_AT_ONCE }, askNext));
  lookups.sort((one, other) => one.shopName.localeCompare(other.shopName));
  return { lookups, shopsNotAsked: Math.max(0, shops.length - MAX_SHOPS) };
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

const notAsked = ({ code, status }: RunFailure): LookupOutcome => ({ kind: "not_asked", failure: code, status });

async function askOne(scope: MerchantScope, shop: AskedShop, question: LookupQuestion, outside: OutsideConfig): Promise<Answer> {
  const facts = await readShop(scope, shop.id);
  if (!facts?.ok || facts.facts.credentials === null)
    return { outcome: notAsked(facts && !facts.ok ? facts.failure : missingCredentials()), requests: [] };
  const port = openShop(facts.facts, outside, TIMEOUTS, brieflyPatient(AbortSignal.timeout(LOOKUP_MS)));
  try {
    return { outcome: await explain(scope, shop, port, question), requests: port.latestRequests() };
  } finally {
    await port.close();
  }
}

async function explain(scope: MerchantScope, shop: AskedShop, port: OpenShop, question: LookupQuestion): Promise<LookupOutcome> {
  const found = await port.findOrders(question.text);
  // The shop may break down on just this order, as it did during the import.
  if (!found.ok) return (await readKnown(scope, shop, question.text, [])) ?? notAsked(found.failure);
  // A plugin may number an order like the id of another one: the number is what people read.
  const numbered = found.value.filter(({ number }) => isSameNumber(number, question.text));
  const matches = numbered.length > 0 ? numbered : found.value;
  // A stored order may have gone into the trash since the last sync.
  const isTrashed = matches.length > 0 && matches.every(({ place }) => place === "trash");
  const known = isTrashed ? null : await readKnown(scope, shop, question.text, matches);
  if (known && (await renewRenumbered(scope, shop, port, known, matches)))
    return (await readKnown(scope, shop, question.text, matches)) ?? known;
  return known ?? (await explainUnknown(scope, shop, port, matches, question.importsOlder));
}

/** The stored order among those found, or by the text if the shop has none. */
async function readKnown(
  { merchantId }: MerchantScope,
  shop: AskedShop,
  text: string,
  found: readonly FoundOrder[],
): Promise<LookupOutcome | null> {
  return inMerchant(merchantId, async (tx) => {
    const stored = await findStored(tx, merchantId, shop, found, { kind: "stored" });
    if (stored) return stored;
    const externalIds = found.length > 0 ? found.map(({ externalId }) => externalId) : [text];
    const quarantined = await tx.quarantinedOrder.findFirst({
      where: { merchantId, integrationId: shop.id, externalId: { in: externalIds }, resolvedAt: null },
      select: { error: true },
    });
    return quarantined && { kind: "quarantined", error: quarantined.error };
  });
}

/** Staff may look without a reason, viewers always; neither imports without the right to act. */
const mayImport = (scope: MerchantScope): boolean => scope.role !== "viewer" && isAllowed(scope, "act_for_merchant");

/** Plugins renumber orders without changing them, so no import notices. @returns whether the order was stored again */
async function renewRenumbered(
  scope: MerchantScope,
  shop: AskedShop,
  port: OpenShop,
  known: LookupOutcome,
  matches: readonly FoundOrder[],
): Promise<boolean> {
  const [match] = matches;
  if (!("orderId" in known) || !match || matches.some(({ number }) => isSameNumber(number, known.number))) return false;
  if (!mayImport(scope)) return false;
  const askedAt = new Date();
  const fetched = await port.fetchOrder(match.externalId);
  if (!fetched.ok || fetched.value === null || "error" in fetched.value) return false;
  await storeFound(scope, shop.id, askedAt, { orders: [fetched.value], unreadable: [] });
  return true;
}

const storeFound = (
  scope: MerchantScope,
  integrationId: string,
  askedAt: Date,
  batch: Pick<Parameters<typeof storeOrders>[2], "orders" | "unreadable">,
) => inMerchantSql(scope.merchantId, STORE_TIMEOUT_MS, (sql) => storeOrders(sql, scope, { integrationId, runId: null, askedAt, ...batch }));

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
  const { merchantId } = scope;
  if (!mayImport(scope)) return { kind: "not_imported", number: listed.number };
  const askedAt = new Date();
  const fetched = await port.fetchOrder(listed.externalId);
  if (!fetched.ok) return notAsked(fetched.failure);
  const record = fetched.value;
  if (record === null) return { kind: "other_store", number: listed.number };
  const isReadable = !("error" in record);
  if (isReadable && shop.importFrom && record.modifiedAt < shop.importFrom && !importsOlder) {
    const { number, modifiedAt } = record;
    return { kind: "before_import", number, changedAt: modifiedAt.toISOString(), importFrom: shop.importFrom.toISOString() };
  }
  const unlisted = isReadable && (await isCovered(scope, shop.id, record.modifiedAt));
  const counted = unlisted ? await port.countOrders(secondAround(record.modifiedAt)) : null;
  if (counted?.ok && counted.value === 0) return { kind: "unlisted", number: listed.number, status: listed.status };
  const batch = isReadable ? { orders: [record], unreadable: [] } : { orders: [], unreadable: [record] };
  await storeFound(scope, shop.id, askedAt, batch);
  return inMerchant(merchantId, async (tx) => {
    await publish(tx, { kind: "integration", merchantId, integrationId: shop.id });
    const stored = await findStored(tx, merchantId, shop, [listed], { kind: "imported", unlisted });
    return stored ?? { kind: "quarantined", error: isReadable ? "" : record.error };
  });
}

/** The outcome for the first of these orders that is stored; null if none is. */
async function findStored(
  tx: Transaction,
  merchantId: string,
  shop: AskedShop,
  found: readonly FoundOrder[],
  here: { kind: "stored" } | { kind: "imported"; unlisted: boolean },
): Promise<LookupOutcome | null> {
  const externalIds = found.map(({ externalId }) => externalId);
  const order = await tx.shopOrder.findFirst({
    where: { merchantId, integrationId: shop.id, externalId: { in: externalIds }, removedAt: null },
    select: { id: true, externalId: true, number: true, status: true },
  });
  if (!order) return null;
  const { id: orderId, number, status } = order;
  const unpaidStatus = found.find(({ externalId }) => externalId === order.externalId)?.unpaidStatus ?? null;
  const stored = { orderId, number, unpaidStatus };
  return shop.leftOutStatuses.includes(status) ? { kind: "status_hidden", status, ...stored } : { ...here, ...stored };
}

/** Whether an import has covered the order's last change, so that the shop's list should have contained it. */
const isCovered = async ({ merchantId }: MerchantScope, integrationId: string, modifiedAt: Date): Promise<boolean> =>
  (await inMerchant(merchantId, (tx) =>
    tx.coverageInterval.count({ where: { merchantId, integrationId, coveredFrom: { lte: modifiedAt }, coveredTo: { gt: modifiedAt } } }),
  )) > 0;
