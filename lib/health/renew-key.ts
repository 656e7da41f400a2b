import { MINUTE_MS } from "@/lib/base/units";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { withShopClient } from "@/lib/connectors/http/client";
import type { ShopTimeouts } from "@/lib/connectors/http/shop-exchanges";
import { connectorFor } from "@/lib/connectors/registry";
import type { Failed, KeyRenewal, Reply } from "@/lib/connectors/shop";
import { type ShopSystem, toShopSystem } from "@/lib/connectors/shop-systems";
import { ownFailure } from "@/lib/health/failures";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import { credentialsContext } from "@/lib/infra/seal-contexts";
import { seal, unseal } from "@/lib/infra/secrets";

/** Tokens are renewed this long before they expire. */
const MARGIN_MS = 5 * MINUTE_MS;
/** Short, since the row stays locked during the request. */
const TIMEOUTS: Partial<ShopTimeouts> = { connectMs: 4_000, headersMs: 8_000, bodyMs: 4_000, totalMs: 10_000 };
const TRANSACTION_MS = 45_000;

/** The currently valid credentials, or why there are none. */
export type CurrentKey = Reply<{ credentials: unknown }>;

interface Place {
  baseUrl: string;
  shopSystem: ShopSystem;
}

const endsSoon = (renewal: KeyRenewal<unknown>, credentials: unknown, marginMs = MARGIN_MS): boolean => {
  const endsAt = renewal.endsAt(credentials);
  return endsAt !== null && endsAt.getTime() <= Date.now() + marginMs;
};

async function requestNew(place: Place, credentials: unknown, { egress, policy }: OutsideConfig): Promise<CurrentKey> {
  const { renewal } = connectorFor(place.shopSystem);
  if (!renewal) return { ok: true, credentials };
  const options = { ...place, egress, policy, timeouts: TIMEOUTS };
  const renewed = await withShopClient(options, (client) => renewal.renew({ client, credentials }));
  return renewed.ok ? { ok: true, credentials: renewed.value } : renewed;
}

/** For credentials that are not stored yet: exchanges them if they have expired or were never used. */
export function obtainKey(place: Place, credentials: unknown, outside: OutsideConfig): Promise<CurrentKey> {
  const { renewal } = connectorFor(place.shopSystem);
  return renewal && endsSoon(renewal, credentials, 0)
    ? requestNew(place, credentials, outside)
    : Promise.resolve({ ok: true, credentials });
}

/**
 * Exchanges the stored credentials for new ones and stores those. The integration's row lock serializes this: a second caller finds the new
 * ones. After the shop system's response no other lock is acquired, since a deadlock that aborted this transaction would lose the
 * credentials.
 */
export function renewStoredKey(scope: MerchantScope, integrationId: string, used: unknown, outside: OutsideConfig): Promise<CurrentKey> {
  const { merchantId } = scope;
  return inMerchant(
    merchantId,
    async (tx) => {
      const [row] = await tx.$queryRaw<{ baseUrl: string; shopSystem: string; bytes: Uint8Array | null; keyId: string | null }[]>`
        select base_url as "baseUrl", shop_system as "shopSystem", credentials as bytes, credentials_key_id as "keyId" from integration
        where merchant_id = ${merchantId}::uuid and id = ${integrationId}::uuid for no key update`;
      if (!row?.bytes || !row.keyId) return rejected("the credentials are gone");
      const shopSystem = toShopSystem(row.shopSystem);
      const connector = connectorFor(shopSystem);
      const stored: unknown = JSON.parse(unseal({ bytes: new Uint8Array(row.bytes), keyId: row.keyId }, credentialsContext(integrationId)));
      const parsed = connector.credentialsSchema.safeParse(stored);
      if (!parsed.success || !connector.renewal) return rejected("the stored credentials do not fit the shop system");
      const mine = connector.credentialsSchema.safeParse(used);
      if (JSON.stringify(parsed.data) !== JSON.stringify(mine.data)) return { ok: true, credentials: parsed.data };
      const renewed = await requestNew({ baseUrl: row.baseUrl, shopSystem }, parsed.data, outside);
      if (!renewed.ok) return renewed;
      const sealed = seal(JSON.stringify(renewed.credentials), credentialsContext(integrationId));
      await tx.integration.update({
        where: { merchantId_id: { merchantId, id: integrationId } },
        data: { credentials: sealed.bytes, credentialsKeyId: sealed.keyId },
      });
      return renewed;
    },
    { timeoutMs: TRANSACTION_MS },
  );
}

const rejected = (detail: string): CurrentKey => ({ ok: false, failure: ownFailure("credentials_rejected", detail) });

export type RenewKey = (used: unknown) => Promise<CurrentKey>;

/** Calls the shop with valid credentials: renews them before they expire, and once more if the shop rejects them. */
export function keyHolder(shopSystem: ShopSystem, initial: unknown, renew: RenewKey | null) {
  const { renewal } = connectorFor(shopSystem);
  let held = initial;
  const renewHeld = async (used: unknown): Promise<CurrentKey> => {
    const current = renew ? await renew(used) : ({ ok: true, credentials: used } as const);
    if (current.ok) held = current.credentials;
    return current;
  };
  return async <Answer extends Reply<unknown>>(call: (credentials: unknown) => Promise<Answer>): Promise<Answer | Failed> => {
    if (!renewal || renewal.endsAt(held) === null || !renew) return call(held);
    if (endsSoon(renewal, held)) {
      const current = await renewHeld(held);
      // The old token works until it expires.
      if (!current.ok && endsSoon(renewal, held, 0)) return current;
    }
    const used = held;
    const first = await call(used);
    if (first.ok || first.failure.code !== "credentials_rejected") return first;
    const current = await renewHeld(used);
    return current.ok ? call(current.credentials) : current;
  };
}

/** The stored credentials for a check's own requests. If they cannot be renewed, the old ones, so that the check shows the failure. */
export async function currentKey(
  { shopSystem, credentials, renewKey }: { shopSystem: ShopSystem; credentials: unknown; renewKey?: (outside: OutsideConfig) => RenewKey },
  outside: OutsideConfig,
): Promise<unknown> {
  const { renewal } = connectorFor(shopSystem);
  if (!renewal || !renewKey || !endsSoon(renewal, credentials)) return credentials;
  const current = await renewKey(outside)(credentials);
  return current.ok ? current.credentials : credentials;
}
