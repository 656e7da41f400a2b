import type { z } from "zod";
import type { Platform } from "@/lib/connectors/platforms";

// The contract of a connector (docs/connectors.md). A connector knows one shop system's API, not the database or the sync. Shop trouble is data
// (`ShopFailure`), never an exception.

/** One field of the credentials form; texts: `credentials.platforms.<platform>.fields.<name>`. */
export interface CredentialField {
  name: string;
  secret: boolean;
  /** May be left empty; the field's help says what follows. */
  optional: boolean;
}

/** One request to the shop, below the base address. The client adds the guard, the source address, User-Agent, timeouts and body limits. */
export interface ShopRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
  /** Path and query below the base address, e.g. `/wp-json/wc/v3/orders?page=1`. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Carries a signature that shops accept once: never sent again as it is. */
  countsOnce?: boolean;
  /** For one order or a few: a shorter time limit (lib/connectors/records/breakdowns.ts). */
  isShort?: boolean;
  /** Largest answer in bytes, before and after decompression. */
  maxBytes?: number;
}

/** A request to an API that takes and gives JSON; GET unless it says otherwise. */
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
  /** Shop's clock minus ours in milliseconds from the Date header; null without one. */
  clockSkewMs: number | null;
}

/** Why a call to the shop failed. `code` is closed; pages find their text by it. */
export interface ShopFailure {
  code:
    | "target_not_allowed"
    /** None of our addresses can be used now: our trouble, not the shop's. */
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
  /** One line for log and page: codes and numbers, never a secret or markup of the shop. */
  detail: string;
  /** Target of a redirect that was not followed, without its query. */
  leadsTo?: string;
}

export interface Failed {
  ok: false;
  failure: ShopFailure;
}
/** What a call to the shop gave, or why it failed. */
export type Reply<Fields> = ({ ok: true } & Fields) | Failed;
export type ShopResult<Value> = Reply<{ value: Value }>;
/** With the shop's clock minus ours, which bounds what the ledger may cover; null where the answer does not show it. */
export type ClockedResult<Value> = Reply<{ value: Value; clockSkewMs: number | null }>;

/** How connectors reach a shop: lib/connectors/http/client.ts, or a plain loopback client in tests. */
export interface ShopClient {
  /** The shop's address without a trailing slash, e.g. `https://shop.example/store`; OAuth 1.0a signs it. */
  readonly baseUrl: string;
  /** Sends PUT, PATCH and DELETE as POST (lib/connectors/http/method-fallback.ts), since the server refuses them. */
  readonly overridesMethods?: boolean;
  /** Waits as the shop asked (lib/connectors/http/wait-out-limits.ts); false if the caller cannot wait that long. Left out: never waits. */
  waitOut?(ms: number): Promise<boolean>;
  /** Bounds all requests of `work` together. Left out where nothing bounds them. */
  within?<Value>(totalMs: number, work: () => Promise<Value>): Promise<Value>;
  /** Time limit for a single order; left out: the usual one (lib/connectors/records/breakdowns.ts). */
  readonly oneOrderMs?: number;
  /** The rest of that time; infinite where nothing bounds it. */
  timeLeftMs?(): number;
  send(request: ShopRequest): Promise<Reply<{ answer: ShopAnswer }>>;
}

/** A shop as connectors are handed it: how it is reached, and with which credentials. */
export interface ShopAccess<Credentials> {
  readonly client: ShopClient;
  readonly credentials: Credentials;
}

/** A position in the order (modified, id): everything up to and including it has been seen. */
export interface OrderCursor {
  /** UTC instant, whole seconds where the shop system has no finer ones. */
  modifiedAt: Date;
  externalId: string;
  /** Orders already read of a crowded second; saves requests, may be lost. */
  hint?: number;
}

/** A postal address; empty strings where the shop has nothing. */
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
  /** Customs data; null where the shop system has none. */
  hsCode: string | null;
  weightGrams: number | null;
  originCountry: string | null;
}

/** A normalised order. Money is a decimal string, every time an instant in UTC. */
export interface ShopOrder {
  externalId: string;
  /** The number that the shop shows. */
  number: string;
  status: string;
  currency: string;
  total: string;
  /** Without tax where the shop separates it. Fees are what is neither a line nor shipping, such as gift wrap. */
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

/** A record that did not fit the schema: quarantined, never lost, and it blocks no other. */
export interface UnreadableOrder {
  externalId: string;
  /** Null when not even the time could be read. */
  modifiedAt: Date | null;
  error: string;
  raw: unknown;
}

/** An order that was asked for by its id; null when the shop no longer has it. */
export type FetchedOrder = ShopOrder | UnreadableOrder | null;

/** Receives where the next page begins, before this page's records are read, so that its request can start early. */
export type Prefetch = (next: OrderCursor) => void;

export interface OrderPage {
  orders: ShopOrder[];
  unreadable: UnreadableOrder[];
  /** Where to continue; null at the end of the window. */
  next: OrderCursor | null;
  /** The shop's count of the whole window, on its first page; null where the shop system does not count. */
  windowTotal: number | null;
}

export interface OrderWindow {
  /** Modification time, inclusive; null from the beginning. */
  from: Date | null;
  /** Exclusive. Must lie in the shop's past (measured skew, minus two seconds): an order can change twice within one second. */
  to: Date;
  /** Where the shop hides older orders: count only those placed since. */
  placedFrom?: Date | null;
}

export interface ShopDescription {
  name: string;
  version: string | null;
  /** IANA zone, or null. */
  timeZone: string | null;
  currency: string | null;
}

/** How many days back the shop shows orders with these credentials, by when they were placed; null: all. */
export interface ShopReach {
  historyDays: number | null;
}

export const WHOLE_REACH: ShopReach = { historyDays: null };

export interface Shipment {
  /** Our id, written into the shop so that a second try finds the first. */
  id: string;
  orderExternalId: string;
  /** Some shops hide old orders; left out where unknown. */
  orderPlacedAt?: Date;
  carrier: string;
  trackingNumber: string;
  trackingUrl: string | null;
  /** A correction of what the shop was sent for this parcel. Shops that can replace it do; others get the new number beside the old one. */
  replaces?: { carrier: string; trackingNumber: string };
}

/** Shop systems whose API replaces a tracking number in place. */
export const REPLACING_PLATFORMS: readonly Platform[] = ["shopify", "prestashop"];

/** Why the shop cannot take the number; permanent, and nothing was written. */
const PUSH_REFUSALS = [
  /** The shop no longer has the order. */
  "order_missing",
  /** The credentials do not show orders of this age. */
  "order_hidden",
  /** The order has no shipping in the shop, so the number has no place. */
  "no_place",
  /** The number needs a new record, which the key may not add. */
  "may_not_add",
  /** The shop system does not accept this length or these characters. */
  "number_refused",
] as const;
export type PushRefusal = (typeof PUSH_REFUSALS)[number];

/** Why the order cannot take a number yet; nothing was written, and it is retried. */
export type PushDelay =
  /** The order, or the rest of it, is on hold, scheduled, or in payment review. */
  | "order_on_hold"
  /** The shop refuses to ship it now; `detail` has its words. */
  | "shipping_refused";

/** What reading back found. `detail`: the shop's words as plain text; empty without any. */
export type PushOutcome = "pushed" | "already_there" | PushRefusal | { delayedBy: PushDelay; detail: string };

export const isPushRefusal = (outcome: PushOutcome): outcome is PushRefusal => PUSH_REFUSALS.some((refusal) => refusal === outcome);
export const isPushDelay = (outcome: PushOutcome): outcome is Extract<PushOutcome, object> => typeof outcome === "object";

/** An order that the shop has under a number or an id. */
export interface FoundOrder {
  externalId: string;
  number: string;
  /** The shop's own code of the status. */
  status: string;
  /** The status that shows that the shop still awaits the payment; null: paid, cancelled, or not known. */
  unpaidStatus: string | null;
  /** Where the shop has it: among its orders, as a draft, or in its trash. */
  place: "list" | "draft" | "trash";
}

/** A status that orders of the shop can have. */
export interface ShopStatus {
  /** Same value as `ShopOrder.status`. */
  status: string;
  /** The shop's name for it; null without one. */
  name: string | null;
  /** The shop's own count of its orders; null where it does not count. */
  orders: number | null;
}

/** Two counts by the shop of all its orders. */
export interface StatusSum {
  /** The count beside its list. */
  listed: number;
  /** The sum over all statuses. */
  byStatus: number;
}

/** Whether the shop counts carts as orders; kept for the lifetime of the client, whose owner restores it. Null: not known. */
interface CartCounting {
  restore(client: ShopClient, counted: boolean): void;
  known(client: ShopClient): boolean | null;
  reset(client: ShopClient): void;
}

/** Webhooks that name changed orders: a fast path, never the truth. */
export interface OrderWebhooks<Credentials> {
  /** Who creates the signing secret: Mooring, or the shop system, whose secret the merchant pastes. */
  secret: "made_here" | "of_the_shop";
  /** Secrets that the credentials contain, newest first: then none is pasted. */
  ownSecrets?(credentials: Credentials): readonly string[];
  /** Creates missing webhooks and enables disabled ones; idempotent. Needs the right to write. */
  ensure(shop: ShopAccess<Credentials>, target: WebhookTarget): Promise<ShopResult<true>>;
  /** Whether all of them exist and are enabled. */
  inspect(shop: ShopAccess<Credentials>, address: string): Promise<ShopResult<"active" | "off">>;
  /** Deletes those that deliver to the address. */
  remove(shop: ShopAccess<Credentials>, address: string): Promise<ShopResult<true>>;
}

export interface WebhookTarget {
  address: string;
  secret: string;
}

/** Keys that end and are exchanged for new ones without a person. */
export interface KeyRenewal<Credentials> {
  /** When the shop stops accepting them; null: never. */
  endsAt(credentials: Credentials): Date | null;
  /** After this a person has to approve again; null: no such limit. */
  cannotBeRenewedAfter(credentials: Credentials): Date | null;
  /** Requests new ones. The old ones may be used up by it, so the caller sees to it that one process does so at a time. */
  renew(shop: ShopAccess<Credentials>): Promise<ShopResult<Credentials>>;
}

export interface ShopConnector<Credentials> {
  platform: Platform;
  credentialsSchema: z.ZodType<Credentials>;
  /** Left out where keys have no end. */
  renewal?: KeyRenewal<Credentials>;
  /** Most orders of a page. */
  pageSize: number;
  /** Whether countOrders costs one or two small requests for any number of orders: then every sync counts the whole shop. */
  countsCheaply: boolean;
  /** Whether the shop returns orders for these credentials: one short request, since a user may wait for it. */
  preflight(shop: ShopAccess<Credentials>): Promise<ClockedResult<ShopReach>>;
  /** By a request that changes nothing even with full rights; null if the answer does not show it. Left out: only the check finds out. */
  mayWrite?(shop: ShopAccess<Credentials>): Promise<boolean | null>;
  /** The needed rights that the key lacks, by one request, as the shop system names them; null if it does not say. Left out where it never does. */
  missingRights?(shop: ShopAccess<Credentials>): Promise<string[] | null>;
  /** Several requests: made when a shop is connected and once a night. Omits what the credentials may not read. */
  describe(shop: ShopAccess<Credentials>): Promise<ShopResult<ShopDescription>>;
  /** One page of the window by (modified, id), after the cursor. Loses no order that changes meanwhile, however many share a second. */
  listChangedOrders(
    shop: ShopAccess<Credentials>,
    window: OrderWindow,
    after: OrderCursor | null,
    prefetch?: Prefetch,
  ): Promise<ClockedResult<OrderPage>>;
  /** The shop's own count of the window; null where it does not count, or counts more than its list holds. */
  countOrders(shop: ShopAccess<Credentials>, window: OrderWindow): Promise<ShopResult<number | null>>;
  /** Null where the shop system counts only orders. */
  carts: CartCounting | null;
  listStatuses(shop: ShopAccess<Credentials>): Promise<ShopResult<ShopStatus[]>>;
  /** Both counts of the whole shop; they differ if its list omits a status. Null: one is not known. Left out where there is one count. */
  compareStatuses?(shop: ShopAccess<Credentials>): Promise<ShopResult<StatusSum | null>>;
  fetchOrder(shop: ShopAccess<Credentials>, externalId: string): Promise<ShopResult<FetchedOrder>>;
  /** Orders whose number (without a leading "#") or id is the text, by a few short requests; drafts and the trash as far as the shop system shows them. */
  findOrders(shop: ShopAccess<Credentials>, text: string): Promise<ShopResult<FoundOrder[]>>;
  /** Reads first: a tracking number that is already there is not written again. */
  pushShipment(shop: ShopAccess<Credentials>, shipment: Shipment): Promise<ShopResult<PushOutcome>>;
  /** Null where the platform has none. */
  orderWebhooks: OrderWebhooks<Credentials> | null;
}
