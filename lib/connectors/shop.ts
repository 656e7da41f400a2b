import type { z } from "zod";
import type { Platform } from "@/lib/connectors/platforms";

// The contract of a connector: one folder a platform under lib/connectors, found by lib/connectors/registry.ts. A connector knows one shop system's
// API; it knows neither the database nor the sync. Shop trouble is data (`ShopFailure`), never an exception.

/** One field of the credentials form; its words stand in the message files under `credentials.platforms.<platform>.fields.<name>`. */
export interface CredentialField {
  name: string;
  secret: boolean;
  /** May be left empty, with what follows from it told by the field's help. */
  optional: boolean;
}

/** One request to the shop, below the base address. The client adds the guard, the source address, User-Agent, timeouts and body limits. */
export interface ShopRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
  /** Path and query below the base address, e.g. `/wp-json/wc/v3/orders?page=1`. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Its signature counts once: shops refuse one that they have seen, so it is never sent again as it is. */
  countsOnce?: boolean;
  /** Of one order or a few, for which nobody waits as long as for a page of a hundred (lib/connectors/records/breakdowns.ts). */
  isShort?: boolean;
  /** Largest answer in bytes, before and after decompression. */
  maxBytes?: number;
}

export interface ShopAnswer {
  /** Scheme, host and port that gave it, after redirects. */
  origin: string;
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Shop's clock minus ours in milliseconds from the Date header; null without one. */
  clockSkewMs: number | null;
}

/** Why a call to the shop gave nothing usable. `code` is closed; the page finds its words by it. */
export interface ShopFailure {
  code:
    | "target_not_allowed"
    | "dns_failed"
    | "connection_refused"
    | "connection_timed_out"
    | "connection_reset"
    | "tls_failed"
    | "response_timed_out"
    | "response_too_large"
    | "redirected"
    | "rate_limited"
    | "maintenance"
    | "blocked"
    | "server_error"
    | "credentials_rejected"
    | "credentials_insufficient"
    | "api_not_found"
    | "invalid_response";
  status: number | null;
  /** Seconds the shop asked us to wait, from Retry-After; null without one. */
  retryAfterSeconds: number | null;
  /** One line for the log and the page: codes and numbers, never a secret, never markup of the shop. */
  detail: string;
  /** Where a redirect leads that was not followed, without its query. */
  leadsTo?: string;
}

export type ShopResult<Value> = { ok: true; value: Value; clockSkewMs: number | null } | { ok: false; failure: ShopFailure };

/** One hop of network as connectors see it: implemented by lib/connectors/http/client.ts, by a plain loopback client in tests. */
export interface ShopClient {
  /** The shop's address without a trailing slash, e.g. `https://shop.example/store`; OAuth 1.0a signs it. */
  readonly baseUrl: string;
  /** PUT, PATCH and DELETE go by POST (lib/connectors/http/method-fallback.ts), since the server refuses them. */
  readonly overridesMethods?: boolean;
  /**
   * Leaves the shop alone for so long, since it asked for it (lib/connectors/http/wait-out-limits.ts); false when whoever asks cannot wait that long.
   * Left out where nobody waits.
   */
  waitOut?(ms: number): Promise<boolean>;
  /** All that `work` asks must be answered within this time together. Left out where nothing bounds it. */
  within?<Value>(totalMs: number, work: () => Promise<Value>): Promise<Value>;
  /** How long a single order is waited for; left out where it is as long as usual (lib/connectors/records/breakdowns.ts). */
  readonly oneOrderMs?: number;
  /** What is left of that time; infinite where nothing bounds it. */
  timeLeftMs?(): number;
  send(request: ShopRequest): Promise<{ ok: true; answer: ShopAnswer } | { ok: false; failure: ShopFailure }>;
}

/** A position in the walk by (modified, id): everything up to and including it has been seen. */
export interface OrderCursor {
  /** UTC instant, whole seconds where the platform has no finer ones. */
  modifiedAt: Date;
  externalId: string;
  /** How many orders the connector has already passed inside one crowded second; saves requests, may be lost. */
  hint?: number;
}

/** An address as shops give it; empty strings where the shop has nothing. */
export interface PostalAddress {
  name: string;
  company: string;
  street1: string;
  street2: string;
  city: string;
  state: string;
  postalCode: string;
  /** ISO 3166-1 alpha-2, upper case, or empty. */
  country: string;
  email: string;
  phone: string;
}

export interface OrderLine {
  externalId: string;
  name: string;
  sku: string;
  quantity: number;
  /** Decimal strings in the order's currency. */
  unitPrice: string;
  total: string;
  /** Customs: null where the platform does not say. */
  hsCode: string | null;
  weightGrams: number | null;
  originCountry: string | null;
}

/** An order in the product's own words. Money is a decimal string, every time an instant in UTC. */
export interface ShopOrder {
  externalId: string;
  /** The number that the shop shows to people. */
  number: string;
  status: string;
  currency: string;
  total: string;
  /** Shipping, discount and fees without tax where the shop tells them apart; fees are what is neither a line nor shipping, gift wrap among them. */
  totals: { shipping: string; fees: string; discount: string; tax: string };
  billing: PostalAddress;
  shipping: PostalAddress;
  lines: OrderLine[];
  placedAt: Date;
  modifiedAt: Date;
  paidAt: Date | null;
  /** The shop's record as received. */
  raw: unknown;
}

/** A record that did not fit the schema: set aside, never lost, never in the way of the others. */
export interface UnreadableOrder {
  externalId: string;
  /** Null when not even the time could be read. */
  modifiedAt: Date | null;
  error: string;
  raw: unknown;
}

/**
 * Told where the page after the asked one begins, as soon as the times of its records say so and before these are read: what is asked from
 * there is under way meanwhile. It counts where the page, once it is read, ends at the same place.
 */
export type Prefetch = (next: OrderCursor) => void;

export interface OrderPage {
  orders: ShopOrder[];
  unreadable: UnreadableOrder[];
  /** Where to go on; null at the end of the window. */
  next: OrderCursor | null;
  /** Orders of the whole window, as the shop says on its first page; null where the platform does not count. */
  windowTotal: number | null;
}

export interface OrderWindow {
  /** Modification time, inclusive; null from the beginning. */
  from: Date | null;
  /**
   * Modification time, exclusive. Must lie in the shop's past (its clock, so ours plus the measured skew, minus two seconds): an order
   * can change again within the second in which it was read, and would keep its place in the walk.
   */
  to: Date;
  /** Where the shop shows no older orders: counted are those that were placed since, here as there. */
  placedFrom?: Date | null;
}

/** What the shop tells about itself with working credentials. */
export interface ShopDescription {
  name: string;
  version: string | null;
  /** IANA zone, or null. */
  timeZone: string | null;
  currency: string | null;
}

/** How far back a shop shows its orders with these credentials, by when they were placed; null: all of them. */
export interface ShopReach {
  historyDays: number | null;
}

export const WHOLE_REACH: ShopReach = { historyDays: null };

export interface Shipment {
  /** Our id: written into the shop so that a second try finds the first. */
  id: string;
  orderExternalId: string;
  /** Some shops hide orders of a certain age; left out where nobody knows it. */
  orderPlacedAt?: Date;
  carrier: string;
  trackingNumber: string;
  trackingUrl: string | null;
}

/** Why the shop cannot hold a number, which no further try changes; nothing was written. */
export const PUSH_REFUSALS = [
  /** The shop no longer has the order. */
  "order_missing",
  /** The credentials do not show orders of this age. */
  "order_hidden",
  /** The order has no shipping in the shop, so there is nowhere to write a number. */
  "no_place",
  /** The number needs a record of its own, which the key may not add. */
  "may_not_add",
  /** The shop system holds no number of this length or with these characters. */
  "number_refused",
] as const;
export type PushRefusal = (typeof PUSH_REFUSALS)[number];

/** Why the order cannot take a number yet; nothing was written, and it is tried again. */
export const PUSH_DELAYS = [
  /** The order, or all that is left of it, is on hold in the shop or waits for a date or for the review of its payment. */
  "order_on_hold",
  /** The shop refuses to ship it now, in words of its own. */
  "shipping_refused",
] as const;
export type PushDelay = (typeof PUSH_DELAYS)[number];

/** What reading back found. `detail`: what the shop says, as plain words; empty where it says nothing. */
export type PushOutcome = "pushed" | "already_there" | PushRefusal | { delayedBy: PushDelay; detail: string };

export const isPushRefusal = (outcome: PushOutcome): outcome is PushRefusal => PUSH_REFUSALS.some((refusal) => refusal === outcome);
export const isPushDelay = (outcome: PushOutcome): outcome is Extract<PushOutcome, object> => typeof outcome === "object";

/** A status that orders of the shop can have. */
export interface ShopStatus {
  /** As `ShopOrder.status` has it. */
  status: string;
  /** What the shop calls it; null where it has no other word than the status itself. */
  name: string | null;
  /** Orders that have it, by the shop's own count; null where the platform does not count them. */
  orders: number | null;
}

/** The shop's orders by two counts of its own. */
export interface StatusSum {
  /** As its list counts them. */
  listed: number;
  /** As they add up status by status. */
  byStatus: number;
}

/**
 * Whether a shop counts carts among its orders: asked of the shop once a cart stands in its way, and kept for as long as the client lives. The
 * owner of a client keeps it for the next one. Null: not known.
 */
export interface CartCounting {
  restore(client: ShopClient, counted: boolean): void;
  known(client: ShopClient): boolean | null;
  reset(client: ShopClient): void;
}

/** Webhooks by which a shop names orders that changed: a fast path, never the truth. */
export interface OrderWebhooks<Credentials> {
  /** Who makes the secret that signs deliveries: we, or the shop system, whose secret the merchant must paste. */
  secret: "made_here" | "of_the_shop";
  /** Makes what is missing and switches on what was switched off; calling it again changes nothing more. Needs the right to write. */
  ensure(client: ShopClient, credentials: Credentials, target: WebhookTarget): Promise<ShopResult<true>>;
  /** Whether the shop has all of them, switched on. */
  inspect(client: ShopClient, credentials: Credentials, address: string): Promise<ShopResult<"active" | "off">>;
  /** Removes those that deliver to the address. */
  remove(client: ShopClient, credentials: Credentials, address: string): Promise<ShopResult<true>>;
}

export interface WebhookTarget {
  /** Where the shop delivers to. */
  address: string;
  secret: string;
}

export interface ShopConnector<Credentials> {
  platform: Platform;
  credentials: { schema: z.ZodType<Credentials>; fields: readonly CredentialField[] };
  /** Orders a page holds at most. */
  pageSize: number;
  /** Whether countOrders costs one or two small requests however many orders there are: then every sync counts the whole shop. */
  countsCheaply: boolean;
  /** Whether the shop answers and gives orders for these credentials: one short request, so that whoever waits hears it in seconds. */
  preflight(client: ShopClient, credentials: Credentials): Promise<ShopResult<ShopReach>>;
  /**
   * Whether the key may write, by a request that changes nothing with full rights either; null where the answer does not tell. Left out where no such
   * request is known: the check names what a key lacks (lib/check/probe/keys).
   */
  mayWrite?(client: ShopClient, credentials: Credentials): Promise<boolean | null>;
  /** Several requests: asked when a shop is connected and once a night. What the credentials may not read is left out. */
  describe(client: ShopClient, credentials: Credentials): Promise<ShopResult<ShopDescription>>;
  /**
   * One page of orders modified in the window, in the order (modified, id), after the cursor. The walk survives orders that change
   * under it, and more orders in one second than a page holds. `prefetch` is called where reading a page takes long.
   */
  listChangedOrders(
    client: ShopClient,
    credentials: Credentials,
    window: OrderWindow,
    after: OrderCursor | null,
    prefetch?: Prefetch,
  ): Promise<ShopResult<OrderPage>>;
  /** Orders of the window by the shop's own count; null where it does not count them, or counts what its list may not hold. */
  countOrders(client: ShopClient, credentials: Credentials, window: OrderWindow): Promise<ShopResult<number | null>>;
  /** Null where the platform counts nothing but orders. */
  carts: CartCounting | null;
  /** The statuses that its orders can have, as far as the platform tells. */
  listStatuses(client: ShopClient, credentials: Credentials): Promise<ShopResult<ShopStatus[]>>;
  /** Both counts of the whole shop, which differ where its list leaves a status out; null where one is not known. Left out where there is one count. */
  compareStatuses?(client: ShopClient, credentials: Credentials): Promise<ShopResult<StatusSum | null>>;
  /** One order, or null when the shop no longer has it. */
  fetchOrder(client: ShopClient, credentials: Credentials, externalId: string): Promise<ShopResult<ShopOrder | UnreadableOrder | null>>;
  /** Reads back first: a tracking number that is already there is not written again. */
  pushShipment(client: ShopClient, credentials: Credentials, shipment: Shipment): Promise<ShopResult<PushOutcome>>;
  /** Null where the platform has none. */
  orderWebhooks: OrderWebhooks<Credentials> | null;
}
