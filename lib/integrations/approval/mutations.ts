import type { z } from "zod";
import { ok, type Result, refuse } from "@/lib/base/result";
import { MINUTE_MS } from "@/lib/base/units";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Actor } from "@/lib/identity/accounts/actor";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import type { Prisma, ShopApproval } from "@/lib/infra/prisma-client/client";
import { hashToken, isToken, newToken } from "@/lib/infra/secret-token";
import { seal } from "@/lib/infra/secrets";
import type { ApprovalFailure } from "@/lib/integrations/approval/approval";

/** Time for signing in to the shop and approving. */
const WAITING_MS = 30 * MINUTE_MS;
/** Time for choosing the import once the key arrived; Shopify's access tokens last an hour. */
const RECEIVED_MS = 50 * MINUTE_MS;

export const approvalContext = (integrationId: string): string => `approval:${integrationId}`;

export const personOf = ({ actor }: { actor: Actor }): string | null => ("personId" in actor ? actor.personId : null);

export interface StartedApproval {
  baseUrl: string;
  merchantName: string;
  token: string;
}

/** Starts this user's approval for the shop at its current URL and ends the shop's previous one. The token is returned only once. */
export function startApproval(
  scope: MerchantScope,
  integrationId: string,
  shopSystem: ShopSystem,
): Promise<Result<StartedApproval, "not_found">> {
  const { merchantId } = scope;
  const personId = personOf(scope);
  return inMerchant(merchantId, async (tx) => {
    const shop = await tx.integration.findUnique({
      where: { merchantId_id: { merchantId, id: integrationId }, shopSystem },
      select: { baseUrl: true, merchant: { select: { name: true } } },
    });
    if (!shop || personId === null) return refuse("not_found");
    const token = newToken();
    await tx.shopApproval.deleteMany({ where: { merchantId, integrationId } });
    const expiresAt = new Date(Date.now() + WAITING_MS);
    const fresh = { merchantId, integrationId, personId, tokenHash: hashToken(token), baseUrl: shop.baseUrl, expiresAt };
    await tx.shopApproval.create({ data: fresh });
    return ok({ baseUrl: shop.baseUrl, merchantName: shop.merchant.name, token });
  });
}

export type WaitingApproval = Pick<ShopApproval, "id" | "merchantId" | "integrationId" | "personId" | "baseUrl">;

/** The approval waiting for this token, if the shop is still at the same URL; null for every other token, without distinction. */
export const findWaitingApproval = (token: string, shopSystem: ShopSystem): Promise<WaitingApproval | null> =>
  findApprovalBy(token, shopSystem, { status: "waiting", expiresAt: { gt: new Date() } });

/** The same, including ended ones, to send the user back to the page that says so. */
export const findAnyApproval = (token: string, shopSystem: ShopSystem): Promise<WaitingApproval | null> =>
  findApprovalBy(token, shopSystem, {});

async function findApprovalBy(
  token: string,
  shopSystem: ShopSystem,
  where: Prisma.ShopApprovalWhereInput,
): Promise<WaitingApproval | null> {
  if (!isToken(token)) return null;
  const found = await inPlatform((tx) =>
    tx.shopApproval.findUnique({
      where: { ...where, tokenHash: hashToken(token) },
      select: {
        id: true,
        merchantId: true,
        integrationId: true,
        personId: true,
        baseUrl: true,
        integration: { select: { baseUrl: true, shopSystem: true } },
      },
    }),
  );
  if (!found || found.integration.shopSystem !== shopSystem || found.integration.baseUrl !== found.baseUrl) return null;
  return found;
}

/** Stores, sealed, what must be exchanged for the key; only the first delivery counts. */
export function holdConsumer({ merchantId, integrationId, id }: WaitingApproval, consumer: object): Promise<boolean> {
  const sealed = seal(JSON.stringify(consumer), approvalContext(integrationId));
  return inMerchant(merchantId, async (tx) => {
    const where = { merchantId, id, status: "waiting", credentials: null };
    const { count } = await tx.shopApproval.updateMany({ where, data: { credentials: sealed.bytes, credentialsKeyId: sealed.keyId } });
    return count > 0;
  });
}

/** What a shop handed over: a key accepted by the connector's schema, or why it cannot be used. */
export type HandedOver = { ok: true; credentials: unknown } | { ok: false; failure: ApprovalFailure };

export const readHandedOver = (schema: z.ZodType, values: unknown): HandedOver => {
  const parsed = schema.safeParse(values);
  return parsed.success ? { ok: true, credentials: parsed.data } : { ok: false, failure: "unreadable" };
};

/** Concludes the approval with what arrived. False if another delivery came first: a token works once. */
export function concludeApproval(waiting: WaitingApproval, handed: HandedOver, from: "waiting" | "exchanging" = "waiting") {
  const { merchantId, integrationId, id } = waiting;
  const sealed = handed.ok ? seal(JSON.stringify(handed.credentials), approvalContext(integrationId)) : null;
  return inMerchant(merchantId, async (tx) => {
    const { count } = await tx.shopApproval.updateMany({
      where: { merchantId, id, status: from },
      data: {
        status: handed.ok ? "received" : "refused",
        failure: handed.ok ? null : handed.failure,
        credentials: sealed?.bytes ?? null,
        credentialsKeyId: sealed?.keyId ?? null,
        expiresAt: new Date(Date.now() + RECEIVED_MS),
      },
    });
    if (count > 0) await publish(tx, { kind: "integration", merchantId, integrationId });
    return count > 0;
  });
}

/** Concludes the approval with the key obtained by `exchange`, which runs once. False if another request came first. */
export async function exchangeApproval(waiting: WaitingApproval, exchange: () => Promise<HandedOver>): Promise<boolean> {
  const { merchantId, id } = waiting;
  const { count } = await inMerchant(merchantId, (tx) =>
    tx.shopApproval.updateMany({ where: { merchantId, id, status: "waiting" }, data: { status: "exchanging" } }),
  );
  return count > 0 && concludeApproval(waiting, await exchange(), "exchanging");
}

export const forgetApproval = ({ merchantId }: MerchantScope, integrationId: string): Promise<unknown> =>
  inMerchant(merchantId, (tx) => tx.shopApproval.deleteMany({ where: { merchantId, integrationId } }));

/** Deletes unfinished approvals along with their keys. @returns how many */
export const pruneApprovals = async (now: Date): Promise<number> =>
  (await inPlatform((tx) => tx.shopApproval.deleteMany({ where: { expiresAt: { lt: now } } }))).count;
