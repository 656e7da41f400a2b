import { z } from "zod";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

// The contract of a connector (docs/connectors.md). A connector knows one shop system's API, but neither the database nor the sync. A shop's failure
// is data (`ShopFailure`), never an exception.

/** One field of the credentials form; texts: `credentials.shop_systems.<shop system>.fields.<name>`. */
export interface CredentialField {
  name: string;
  secret: boolean;
  /** May be left empty; the field's help explains the consequence. */
  optional: boolean;
}

/** One request to the shop. The client adds the SSRF guard, source address, User-Agent, timeouts and body limits. */
export interface ShopRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
  /** Path and query below the base URL, e.g. `/wp-json/wc/v3/orders?page=1`. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Carries a signature that shops accept once: never resent unchanged. */
  countsOnce?: boolean;
  /** For one order or a few: a shorter timeout (lib/connectors/records/breakdowns.ts). */
  isShort?: boolean;
  /** Largest response in bytes, before and after decompression. */
  maxBytes?: number;
}

/** A request to a JSON API; GET by default. */
export interface JsonRequest extends Partial<Pick<ShopRequest, "method" | "isShort">> {
  path: string;
  body?: unknown;
}

export interface ShopAnswer {
  /** Scheme, host and port that answered, after redirects. */
  origin: string;
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** The shop's clock minus ours in milliseconds, from the Date header; null without one. */
  clockSkewMs: number | null;
}

/** Why a call to the shop failed. `code` is a closed set, which selects the text on pages. */
export interface ShopFailure {
  code:
    | "target_not_allowed"
    /** None of our addresses can be used now: our fault, not the shop's. */
    | "egress_unavailable"
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
  /** One line for logs and pages: codes and numbers, never a secret or the shop's markup. */
  detail: string;
  /** Target of a redirect that was not followed, without its query; only the scheme (`file:`) if that is neither http nor https. */
  leadsTo?: string;
}

export interface Failed {
  ok: false;
  failure: ShopFailure;
}
/** The result of a call to the shop, or why it failed. */
export type Reply<Fields> = ({ ok: true } & Fields) | Failed;
export type ShopResult<Value> = Reply<{ value: Value }>;
/** Includes the shop's clock minus ours, which bounds what the ledger may cover; null if the answer does not show it. */
export type ClockedResult<Value> = Reply<{ value: Value; clockSkewMs: number | null }>;

/** How connectors reach a shop: lib/connectors/http/client.ts, or a plain loopback client in tests. */
export interface ShopClient {
  /** The shop's URL without a trailing slash, e.g. `https://shop.example/store`; signed by OAuth 1.0a. */
  readonly baseUrl: string;
  /** Sends PUT, PATCH and DELETE as POST because the server refuses them (lib/connectors/http/method-fallback.ts). */
  readonly overridesMethods?: boolean;
  /** Waits as long as the shop asked (lib/connectors/http/wait-out-limits.ts); false if the caller cannot. If absent, never waits. */
  waitOut?(ms: number): Promise<boolean>;
  /** Limits the total time of all requests of `work`. If absent, there is no limit. */
  within?<Value>(totalMs: number, work: () => Promise<Value>): Promise<Value>;
  /** Timeout for a single order; by default that of lib/connectors/records/breakdowns.ts. */
  readonly oneOrderMs?: number;
  /** Time left of that limit; infinite without one. */
  timeLeftMs?(): number;
  send(request: ShopRequest): Promise<Reply<{ answer: ShopAnswer }>>;
}

/** A shop as connectors receive it: how to reach it, and the credentials. */
export interface ShopAccess<Credentials> {
  readonly client: ShopClient;
  readonly credentials: Credentials;
}

/** A position in the order (modified, id): everything up to it has been read, inclusive. */
export interface OrderCursor {
  /** UTC instant, in whole seconds if the shop system has none finer. */
  modifiedAt: Date;
  externalId: string;
  /** Orders already read in a crowded second; saves requests and may be lost. */
  hint?: number;
}

// Stored parts of an order are parsed by these schemas too: what has an unexpected shape reads as empty instead of failing the page.

const text = z.string().catch("");
const textOrNull = z.string().nullable().catch(null);

const postalAddress = z.object({
  name: text,
  company: text,
  street1: text,
  street2: text,
  city: text,
  state: text,
  postalCode: text,
  /** ISO 3166-1 alpha-2, upper case, or empty. */
  country: text,
  email: text,
  phone: text,
});
/** A postal address; fields that the shop lacks are empty strings. */
export type PostalAddress = z.infer<typeof postalAddress>;
export const NO_ADDRESS = postalAddress.parse({});
export const postalAddressSchema = postalAddress.catch(NO_ADDRESS);

const orderLine = z.object({
  externalId: text,
  name: text,
  sku: text,
  quantity: z.number().catch(0),
  /** Decimal strings in the order's currency. */
  unitPrice: text,
  total: text,
  /** Customs data; null if the shop system has none. */
  hsCode: textOrNull,
  weightGrams: z.number().nullable().catch(null),
  originCountry: textOrNull,
});
export type OrderLine = z.infer<typeof orderLine>;
export const orderLinesSchema = z.array(orderLine).catch([]);

const orderTotals = z.object({ shipping: text, fees: text, discount: text, tax: text });
/** Without tax, if the shop separates it. Fees are charges other than lines and shipping, such as gift wrap. */
export type OrderTotals = z.infer<typeof orderTotals>;
export const orderTotalsSchema = orderTotals.catch(orderTotals.parse({}));

/** A normalised order. Money is a decimal string, every time an instant in UTC. */
export interface ReadableOrder {
  externalId: string;
  /** The number that the shop shows. */
  number: string;
  status: string;
  currency: string;
  total: string;
  totals: OrderTotals;
  billing: PostalAddress;
  shipping: PostalAddress;
  lines: OrderLine[];
  placedAt: Date;
  modifiedAt: Date;
  paidAt: Date | null;
  /** The shop's record as received. */
  raw: unknown;
}

/** A record that did not fit the schema: quarantined, so that it is not lost and does not block others. */
export interface UnreadableOrder {
  externalId: string;
  /** Null if even the time could not be read. */
  modifiedAt: Date | null;
  error: string;
  raw: unknown;
}

/** An order fetched by its id; null if the shop no longer has it. */
export type FetchedOrder = ReadableOrder | UnreadableOrder | null;

/** Receives the start of the next page before this page's records are read, so that it can be requested early. */
export type Prefetch = (next: OrderCursor) => void;

export interface OrderPage {
  orders: ReadableOrder[];
  unreadable: UnreadableOrder[];
  /** Where to continue; null at the end of the window. */
  next: OrderCursor | null;
  /** The shop's count of the whole window, on the first page only; null if the shop system does not count. */
  windowTotal: number | null;
}

export interface OrderWindow {
  /** Modification time, inclusive; null for the beginning. */
  from: Date | null;
  /** Exclusive. Must lie in the shop's past (by the measured skew, minus two seconds), since an order can change twice within a second. */
  to: Date;
  /** If the shop hides older orders: count only those placed since. */
  placedFrom?: Date | null;
}

export interface ShopDescription {
  name: string;
  version: string | null;
  /** IANA zone, or null. */
  timeZone: string | null;
  currency: string | null;
  /** Names of the statuses that plugins add, by status; absent if unknown. */
  statusNames?: Record<string, string>;
}

/** How many days back the shop shows orders with these credentials, by placement; null for all. */
export interface ShopReach {
  historyDays: number | null;
}

export const WHOLE_REACH: ShopReach = { historyDays: null };

export interface Shipment {
  /** Our id, written into the shop so that a second attempt finds the first. */
  id: string;
  orderExternalId: string;
  /** Some shops hide old orders; absent if unknown. */
  orderPlacedAt?: Date;
  carrier: string;
  trackingNumber: string;
  trackingUrl: string | null;
  /** Corrects what the shop was sent for this parcel. Shops that cannot replace it get the new number beside the old one. */
  replaces?: { carrier: string; trackingNumber: string };
}

/** Why the shop cannot take the number. Permanent; nothing was written. */
const PUSH_REFUSALS = [
  /** The shop no longer has the order. */
  "order_missing",
  /** The credentials do not show orders of this age. */
  "order_hidden",
  /** The order has no shipping in the shop, so there is no place for the number. */
  "no_place",
  /** The number needs a new record, which the key may not create. */
  "may_not_add",
  /** The shop system does not accept this length or these characters. */
  "number_refused",
] as const;
export type PushRefusal = (typeof PUSH_REFUSALS)[number];

/** Why the order cannot take a number yet. Nothing was written; the push is retried. */
export type PushDelay =
  /** The order, or the rest of it, is on hold, scheduled, or in payment review. */
  | "order_on_hold"
  /** The shop refuses to ship it now; `detail` has its message. */
  | "shipping_refused";

/** The result, read back from the shop. `detail`: the shop's message as plain text, or empty. */
export type PushOutcome = "pushed" | "already_there" | PushRefusal | { delayedBy: PushDelay; detail: string };

export const isPushRefusal = (outcome: PushOutcome): outcome is PushRefusal => PUSH_REFUSALS.some((refusal) => refusal === outcome);
export const isPushDelay = (outcome: PushOutcome): outcome is Extract<PushOutcome, object> => typeof outcome === "object";

/** An order that the shop has under a number or id. */
export interface FoundOrder {
  externalId: string;
  number: string;
  /** The shop's own code for the status. */
  status: string;
  /** The status if the shop still awaits payment; null if paid, cancelled or unknown. */
  unpaidStatus: string | null;
  /** Where the shop keeps it: among its orders, as a draft, or in its trash. */
  place: "list" | "draft" | "trash";
}

/** A status that orders of the shop can have. */
export interface ShopStatus {
  /** Same values as `ReadableOrder.status`. */
  status: string;
  /** The shop's name for it; null without one. */
  name: string | null;
  /** The shop's own count of such orders; null if it does not count. */
  orders: number | null;
}

/** Two counts of all orders, both by the shop. */
export interface StatusSum {
  /** The count that its list reports; null if unknown. */
  listed: number | null;
  /** The sum over all statuses. */
  byStatus: number;
  /** See ShopDescription: the report that counts them also names them. */
  statusNames: Record<string, string>;
}

/** Whether the shop counts carts as orders; cached for the lifetime of the client, and restored by its owner. Null: unknown. */
interface CartCounting {
  restore(client: ShopClient, counted: boolean): void;
  known(client: ShopClient): boolean | null;
  reset(client: ShopClient): void;
}

/** Webhooks that name changed orders: only hints, for speed. */
export interface OrderWebhooks<Credentials> {
  /** Who creates the signing secret: Mooring, or the shop system, from which the merchant pastes it. */
  secret: "made_here" | "of_the_shop";
  /** Secrets in the credentials, newest first; if present, the merchant pastes none. */
  ownSecrets?(credentials: Credentials): readonly string[];
  /** Creates missing webhooks and enables disabled ones; idempotent. Needs the right to write. */
  ensure(shop: ShopAccess<Credentials>, target: WebhookTarget): Promise<ShopResult<true>>;
  /** Whether all of them exist and are enabled. */
  inspect(shop: ShopAccess<Credentials>, address: string): Promise<ShopResult<"active" | "off">>;
  /** Deletes the webhooks that deliver to the address, or at least disables them. */
  remove(shop: ShopAccess<Credentials>, address: string): Promise<ShopResult<StayingWebhooks>>;
}

/** Webhooks that the shop does not let us delete, and why. */
export interface StayingWebhooks {
  ids: string[];
  refusal: ShopFailure | null;
}

export interface WebhookTarget {
  address: string;
  secret: string;
}

/** Keys that expire and are renewed without a person. */
export interface KeyRenewal<Credentials> {
  /** When the shop stops accepting them; null if never. */
  endsAt(credentials: Credentials): Date | null;
  /** After this, a person must approve again; null without such a limit. */
  cannotBeRenewedAfter(credentials: Credentials): Date | null;
  /** Requests new credentials. May invalidate the old ones, so the caller ensures that only one process renews at a time. */
  renew(shop: ShopAccess<Credentials>): Promise<ShopResult<Credentials>>;
}

export interface ShopConnector<Credentials> {
  shopSystem: ShopSystem;
  credentialsSchema: z.ZodType<Credentials>;
  /** Absent if keys do not expire. */
  renewal?: KeyRenewal<Credentials>;
  /** Maximum orders per page. */
  pageSize: number;
  /** Whether countOrders costs one or two small requests for any number of orders, so that every sync counts the whole shop. */
  countsCheaply: boolean;
  /**
   * Whether an order that is returned by its id, but neither listed nor counted, belongs to another shop. Otherwise it exists, e.g. with a status of
   * a plugin that was switched off.
   */
  listsEveryOrder: boolean;
  /** Whether the shop returns orders for these credentials. One short request, since a user may be waiting. */
  preflight(shop: ShopAccess<Credentials>): Promise<ClockedResult<ShopReach>>;
  /** Uses a request that changes nothing even with full rights; null if the answer does not show it. If absent, only the check finds out. */
  mayWrite?(shop: ShopAccess<Credentials>): Promise<boolean | null>;
  /** Required rights that the key lacks, in the shop system's terms; null if it does not say. Absent if it never does. */
  missingRights?(shop: ShopAccess<Credentials>): Promise<string[] | null>;
  /** Several requests, sent when a shop is connected and once a night. Omits what the credentials may not read. */
  describe(shop: ShopAccess<Credentials>): Promise<ShopResult<ShopDescription>>;
  /** One page of the window by (modified, id), after the cursor. Loses no order that changes meanwhile, however many share a second. */
  listChangedOrders(
    shop: ShopAccess<Credentials>,
    window: OrderWindow,
    after: OrderCursor | null,
    prefetch?: Prefetch,
  ): Promise<ClockedResult<OrderPage>>;
  /** The shop's count of the window; null if it does not count, or counts more than its list contains. */
  countOrders(shop: ShopAccess<Credentials>, window: OrderWindow): Promise<ShopResult<number | null>>;
  /** The ids that countOrders counts, where the shop system can count only by listing them. Absent elsewhere. */
  listIds?(shop: ShopAccess<Credentials>, window: OrderWindow): Promise<ShopResult<string[]>>;
  /** Null if the shop system counts only orders. */
  carts: CartCounting | null;
  listStatuses(shop: ShopAccess<Credentials>): Promise<ShopResult<ShopStatus[]>>;
  /** Both counts of the whole shop; they differ if its list omits a status. Absent if there is only one count. */
  compareStatuses?(shop: ShopAccess<Credentials>): Promise<ShopResult<StatusSum>>;
  fetchOrder(shop: ShopAccess<Credentials>, externalId: string): Promise<ShopResult<FetchedOrder>>;
  /** Orders whose id or number (without a leading "#") is the text, by a few short requests; with drafts and trash if the shop shows them. */
  findOrders(shop: ShopAccess<Credentials>, text: string): Promise<ShopResult<FoundOrder[]>>;
  /** Reads first, so that an existing tracking number is not written again. */
  pushShipment(shop: ShopAccess<Credentials>, shipment: Shipment): Promise<ShopResult<PushOutcome>>;
  /** The version of the API that we request, where the shop system serves each only until a day. */
  datedApi: { version: string; servedUntil: string } | null;
  /** Null if the shop system has none. */
  orderWebhooks: OrderWebhooks<Credentials> | null;
}
