import { ok } from "@/lib/base/result";
import {
  type ChosenVisitor,
  chooseVisitor,
  type RefusedVisitors,
  toRefusedVisitors,
  type Visitor,
} from "@/lib/connectors/egress/choose-visitor";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { createShopClient, type Patience, type SeenRequest } from "@/lib/connectors/http/client";
import { isAnswering } from "@/lib/connectors/http/repeat-reads";
import type { PhaseTimes, ShopTimeouts } from "@/lib/connectors/http/shop-exchanges";
import { connectorFor } from "@/lib/connectors/registry";
import type {
  Failed,
  FoundOrder,
  PushOutcome,
  Reply,
  Shipment,
  ShopAccess,
  ShopResult,
  StayingWebhooks,
  WebhookTarget,
} from "@/lib/connectors/shop";
import { type ShopSystem, toShopSystem } from "@/lib/connectors/shop-systems";
import type { WorkSucceeded } from "@/lib/health/events";
import { ownFailure, type RunFailure } from "@/lib/health/failures";
import { keyHolder, type RenewKey, renewStoredKey } from "@/lib/health/renew-key";
import type { ShopPort } from "@/lib/health/shop-port";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant } from "@/lib/infra/db";
import type { Integration } from "@/lib/infra/prisma-client/client";
import { credentialsContext } from "@/lib/infra/seal-contexts";
import { unseal } from "@/lib/infra/secrets";

/** What a worker needs to reach a shop. Credentials never leave the process that decrypted them. */
export interface ShopFacts {
  baseUrl: string;
  shopSystem: ShopSystem;
  /** Decrypted and parsed by the connector's schema; null if the merchant gave none. */
  credentials: unknown;
  /** Renews stored credentials that expire; null for those that were only typed. */
  renewKey?: (outside: OutsideConfig) => RenewKey;
  /** Sends PUT and PATCH as POST; false unless requested. */
  overridesMethods?: boolean;
  /** See ShopReach of lib/connectors/shop.ts. */
  historyDays?: number | null;
  /** See CartCounting of lib/connectors/shop.ts. */
  cartsCounted?: boolean | null;
  refusedVisitors?: readonly RefusedVisitors[];
}

/** The shop, or only its address if the credentials cannot be decrypted: it can then be checked, but not synced. */
export type ShopFactsOutcome =
  | { ok: true; facts: ShopFacts }
  | { ok: false; failure: RunFailure; address: Omit<ShopFacts, "credentials" | "renewKey"> };

/** The columns of an integration needed to reach its shop. */
export interface StoredShop extends Pick<Integration, "baseUrl" | "shopSystem" | "credentials" | "credentialsKeyId"> {
  methodFallback?: boolean;
  historyDays?: number | null;
  cartsCounted?: boolean | null;
  refusedVisitors?: unknown;
}

/** Reads the shop's address and decrypts its credentials; null if the integration no longer exists. */
export async function readShop(scope: MerchantScope, integrationId: string): Promise<ShopFactsOutcome | null> {
  const { merchantId } = scope;
  const row = await inMerchant(merchantId, (tx) =>
    tx.integration.findUnique({
      where: { merchantId_id: { merchantId, id: integrationId } },
      select: {
        baseUrl: true,
        shopSystem: true,
        credentials: true,
        credentialsKeyId: true,
        methodFallback: true,
        historyDays: true,
        cartsCounted: true,
        refusedVisitors: true,
      },
    }),
  );
  return row && unlockShop(scope, row, integrationId);
}

export function unlockShop(scope: MerchantScope, row: StoredShop, integrationId: string): ShopFactsOutcome {
  const address = { baseUrl: row.baseUrl, shopSystem: toShopSystem(row.shopSystem) };
  if (!row.credentials || !row.credentialsKeyId) return { ok: true, facts: { ...address, credentials: null } };
  let opened: unknown;
  try {
    opened = JSON.parse(unseal({ bytes: new Uint8Array(row.credentials), keyId: row.credentialsKeyId }, credentialsContext(integrationId)));
  } catch {
    return {
      ok: false,
      address,
      failure: ownFailure("credentials_unreadable", "the stored credentials do not open with the keys of this process"),
    };
  }
  const parsed = connectorFor(address.shopSystem).credentialsSchema.safeParse(opened);
  if (!parsed.success)
    return { ok: false, address, failure: ownFailure("credentials_unreadable", "the stored credentials do not fit the shop system") };
  const { methodFallback: overridesMethods = false, historyDays = null, cartsCounted = null } = row;
  const renewKey = (outside: OutsideConfig) => (used: unknown) => renewStoredKey(scope, integrationId, used, outside);
  const refusedVisitors = toRefusedVisitors(row.refusedVisitors);
  return {
    ok: true,
    facts: { ...address, credentials: parsed.data, renewKey, overridesMethods, historyDays, cartsCounted, refusedVisitors },
  };
}

/** What an answered request proves: it passes as this visitor with this method. */
export function passedBy(port: Pick<OpenShop, "visitor" | "latestRequests">): WorkSucceeded["passed"] {
  const { address, userAgent } = port.visitor();
  const answered = port.latestRequests().filter(({ status }) => status !== null && status < 400);
  return {
    addresses: address === null ? [] : [address],
    userAgents: [userAgent],
    methods: [...new Set(answered.map(({ method }) => method))],
  };
}

/** `instead`: what the shop refuses of the usual visitor; null if that one asked. */
export type AskedAs = Visitor & Pick<ChosenVisitor, "instead">;

export interface OpenShop extends ShopPort {
  findOrders(text: string): Promise<ShopResult<FoundOrder[]>>;
  pushShipment(shipment: Shipment): Promise<ShopResult<PushOutcome>>;
  orderWebhooks: BoundWebhooks | null;
  /** Whether the last read succeeded. */
  isAnswering(): boolean;
  /** Phase times of the first exchange; null before it has begun. */
  firstTimes(): PhaseTimes | null;
  latestRequests(): readonly SeenRequest[];
  /** As whom the shop was asked last. */
  visitor(): AskedAs;
  close(): Promise<void>;
}

/** Longer than the wait before a read is retried, shorter than most rate limits ask for. */
const BRIEF_MS = 1_500;

/** For work on single orders: failed reads are retried, but a longer rate limit ends the work. */
export const brieflyPatient = (signal: AbortSignal): Patience => ({ signal, maxWaitMs: BRIEF_MS });

/** See OrderWebhooks of lib/connectors/shop.ts. */
export interface BoundWebhooks {
  ensure(target: WebhookTarget): Promise<ShopResult<true>>;
  inspect(address: string): Promise<ShopResult<"active" | "off">>;
  remove(address: string): Promise<ShopResult<StayingWebhooks>>;
}

/** Binds a connector to a shop and its credentials. `patience`: how to wait when the shop asks for it. */
export function openShop(facts: ShopFacts, outside: OutsideConfig, timeouts: Partial<ShopTimeouts> = {}, patience?: Patience): OpenShop {
  const connector = connectorFor(facts.shopSystem);
  const { egress, userAgent, instead } = chooseVisitor(outside.egress, facts.shopSystem, facts.refusedVisitors ?? []);
  const client = createShopClient({
    baseUrl: facts.baseUrl,
    shopSystem: facts.shopSystem,
    egress,
    userAgent,
    policy: outside.policy,
    timeouts,
    overridesMethods: facts.overridesMethods ?? false,
    ...(patience ? { patience } : {}),
  });
  const withKey = keyHolder(facts.shopSystem, facts.credentials, facts.renewKey?.(outside) ?? null);
  const ask = <Answer extends Reply<unknown>>(call: (shop: ShopAccess<unknown>) => Promise<Answer>): Promise<Answer | Failed> =>
    withKey((credentials) => call({ client, credentials }));
  const { orderWebhooks, carts } = connector;
  if (typeof facts.cartsCounted === "boolean") carts?.restore(client, facts.cartsCounted);
  return {
    pageSize: connector.pageSize,
    countsCheaply: connector.countsCheaply,
    listsEveryOrder: connector.listsEveryOrder,
    preflight: (withinMs) => {
      const preflight = () => ask((shop) => connector.preflight(shop));
      return withinMs === null ? preflight() : client.withinEach(withinMs, preflight);
    },
    describe: () => ask((shop) => connector.describe(shop)),
    listChangedOrders: (window, after, prefetch) => ask((shop) => connector.listChangedOrders(shop, window, after, prefetch)),
    countOrders: (window) => ask((shop) => connector.countOrders(shop, window)),
    listIds: (window) => ask(async (shop) => (await connector.listIds?.(shop, window)) ?? ok(null)),
    cartsCounted: () => carts?.known(client) ?? null,
    resetCartCounting: () => carts?.reset(client),
    compareStatuses: () => ask(async (shop) => (await connector.compareStatuses?.(shop)) ?? ok(null)),
    fetchOrder: (externalId) => ask((shop) => connector.fetchOrder(shop, externalId)),
    findOrders: (text) => ask((shop) => connector.findOrders(shop, text)),
    pushShipment: (shipment) => ask((shop) => connector.pushShipment(shop, shipment)),
    orderWebhooks: orderWebhooks && {
      ensure: (target) => ask((shop) => orderWebhooks.ensure(shop, target)),
      inspect: (address) => ask((shop) => orderWebhooks.inspect(shop, address)),
      remove: (address) => ask((shop) => orderWebhooks.remove(shop, address)),
    },
    isAnswering: () => isAnswering(client),
    firstTimes: () => client.firstTimes(),
    latestRequests: () => client.latestRequests(),
    visitor: () => ({ ...client.visitor(), instead }),
    close: () => client.close(),
  };
}

export const missingCredentials = (): RunFailure => ownFailure("no_credentials", "no credentials");
