import { DAY_MS, HOUR_MS } from "@/lib/base/units";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import type { ShopFailure, ShopResult, StayingWebhooks } from "@/lib/connectors/shop";
import { type BoundWebhooks, brieflyPatient, openShop, readShop } from "@/lib/health/open-shop";
import { withConnections } from "@/lib/health/shop-connections";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import type { ShopWebhook } from "@/lib/infra/prisma-client/client";
import { shopWebhookContext } from "@/lib/infra/seal-contexts";
import { unseal } from "@/lib/infra/secrets";
import type { WebhookProblem } from "@/lib/sync/webhooks/schema";

/** A shop that did not answer is asked again after this time. */
const RETRY_MS = HOUR_MS;

/**
 * Creates, verifies or removes the shop's webhooks as requested. If the shop disabled a webhook, that is only recorded: a person decides whether
 * to enable it again.
 */
export async function maintainWebhooks(scope: MerchantScope, integrationId: string, outside: OutsideConfig, signal: AbortSignal) {
  const { merchantId } = scope;
  const key = { merchantId_integrationId: { merchantId, integrationId } };
  const row = await inMerchant(merchantId, (tx) => tx.shopWebhook.findUnique({ where: key }));
  if (!row) return;
  const shop = await readShop(scope, integrationId);
  const found = shop?.ok && shop.facts.credentials !== null ? shop.facts : null;
  const outcome = found
    ? await withConnections(scope, integrationId, { wanted: 1, signal }, async () => {
        const port = openShop(found, outside, {}, brieflyPatient(signal));
        const asked = port.orderWebhooks ? ask(port.orderWebhooks, row) : Promise.resolve(null);
        return asked.finally(() => port.close());
      })
    : null;
  await inMerchant(merchantId, async (tx) => {
    // The request may have changed meanwhile; its own job continues.
    const now = new Date();
    const where = { merchantId, integrationId, state: row.state, since: row.since };
    const isOver = outcome === null || (outcome.ok && outcome.value === "gone") || isGivenUp(row, now);
    if (row.state === "unwanted" && isOver) await tx.shopWebhook.deleteMany({ where });
    else await tx.shopWebhook.updateMany({ where, data: fieldsAfter(row, outcome, now) });
    await publish(tx, { kind: "integration", merchantId, integrationId });
  });
}

/** `gone`: removed as wanted. Webhooks that the shop does not let us delete. */
type Outcome = ShopResult<"active" | "off" | "gone" | StayingWebhooks>;

async function ask(webhooks: BoundWebhooks, row: ShopWebhook): Promise<Outcome> {
  const { state, address, secret, secretKeyId, integrationId } = row;
  if (state === "unwanted") {
    const removed = await webhooks.remove(address);
    return removed.ok && removed.value.ids.length === 0 ? { ...removed, value: "gone" } : removed;
  }
  if (state !== "wanted") return webhooks.inspect(address);
  const opened = unseal({ bytes: secret, keyId: secretKeyId }, shopWebhookContext(integrationId));
  const made = await webhooks.ensure({ address, secret: opened });
  return made.ok ? { ...made, value: "active" } : made;
}

const inMs = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

/** Shops disable webhooks whose deliveries fail. */
const isGivenUp = ({ since }: ShopWebhook, now: Date): boolean => now.getTime() - since.getTime() > 30 * DAY_MS;

function fieldsAfter(row: ShopWebhook, outcome: Outcome | null, now: Date) {
  if (row.state === "unwanted") {
    const staying = outcome?.ok && typeof outcome.value === "object" ? outcome.value : null;
    const failure = problemOf(outcome?.ok === false ? outcome.failure : (staying?.refusal ?? null));
    return { failure, ...(staying ? { staying: staying.ids } : {}), checkedAt: now, nextCheckAt: inMs(now, RETRY_MS) };
  }
  if (outcome?.ok) {
    const state = outcome.value === "active" ? "active" : "off_at_shop";
    const since = state === row.state ? {} : { since: now };
    return { state, ...since, failure: null, checkedAt: now, nextCheckAt: inMs(now, DAY_MS) };
  }
  const failure = problemOf(outcome?.failure ?? null);
  // A failed check says nothing about the webhooks: keep their state.
  if (row.state === "wanted") return { state: "failed", since: now, failure, nextCheckAt: null };
  return { nextCheckAt: inMs(now, RETRY_MS) };
}

function problemOf(failure: ShopFailure | null): WebhookProblem {
  switch (failure?.code) {
    case "credentials_insufficient":
    case "credentials_rejected":
    case "blocked":
      return failure.code;
    case "invalid_response":
    case "api_not_found":
      return "refused";
    default:
      return "unreachable";
  }
}
