import type { OrderDamage } from "@/lib/testing/fake-shops/fake-order";
import type { FrontPage } from "@/lib/testing/fake-shops/front-pages";
import type { ShopifyGrants } from "@/lib/testing/fake-shops/shopify/grants";
import type { FakeStore } from "@/lib/testing/fake-shops/store";

/** How many of the next requests fail; "all" until the behaviour changes. */
export type Count = number | "all";

/** `lost`: the shop acted, but its response never arrives. `cut`: part of it arrives. */
export type RandomFailure = 500 | 502 | 503 | "reset" | "lost" | "cut";

/** How a shop's response can break off, other than with its own error page. */
export type BreakdownEnding = 502 | 503 | 504 | "reset" | "silence";

/** WooCommerce's own fulfillments (10.1), its extension Shipment Tracking, and Advanced Shipment Tracking by zorem. */
export type TrackingPlace = "fulfillments" | "shipment_tracking" | "ast";

/** Every fault of a fake shop. A healthy shop has none set. */
export interface Behaviour {
  // In front of the shop.
  /** Refuses requests whose User-Agent contains one of these texts (case-insensitive). */
  blockedUserAgents?: { texts: readonly string[]; status?: number; page?: FrontPage };
  /** Local addresses to which no rule of this server applies. */
  exemptAddresses?: readonly string[];
  blockedMethods?: { methods: readonly string[]; status?: number; page?: FrontPage };
  /** ModSecurity with the default OWASP rules: refuses methods that are not on their list, and GET with a body. */
  coreRules?: true;
  /** By local address of the client: a reset right after accepting, no answer at all, or a refusal page. */
  refusedAddresses?: readonly { address: string; how: "reset" | "hang" | "forbidden"; page?: FrontPage }[];
  /** 429 with or without Retry-After, or 503 like nginx's limit_req. */
  rateLimit?: { next: Count; retryAfterSeconds: number | null; status?: 429 | 503 };
  /** After this many requests, further ones are refused until the client has waited as long as the refusal says. */
  requestsAtOnce?: { most: number; retryAfterSeconds: number; status?: 429 | 503 };
  /** Caches responses to GET like a misconfigured cache in front of the shop: one per URL, or even per path. */
  cachedAnswers?: "by_url" | "by_path";
  /** The header never reaches the shop (Apache with PHP-FPM). */
  stripAuthorization?: boolean;
  /** Something in front of the shop ends TLS without X-Forwarded-Proto, so the shop assumes http. */
  seesHttp?: boolean;

  // The server.
  maintenance?: boolean;
  serverErrors?: { next: Count; status: 500 | 502 | 503 | 504; page?: FrontPage };
  /**
   * This share of all requests fails, seeded: 500, 502 or 503, a connection reset before or after the shop acted, or a truncated
   * body; or only in these ways.
   */
  failsAtRandom?: { share: number; seed: number; ways?: readonly [RandomFailure, ...RandomFailure[]] };
  /** Before the first byte. */
  delayMs?: number;
  /** The connection is cut after this many bytes of the body. */
  dropBody?: { next: Count; afterBytes: number };
  /** Status 200 with this body instead of the answer, e.g. an empty text or an HTML page. */
  emptySuccess?: { next: Count; body: string; contentType?: string };
  /** The body starts correctly and never ends. */
  endlessBody?: boolean;
  /** Text in front of every body: a byte order mark or the notice of a broken plugin. */
  bodyPrefix?: string;

  // The shop software.
  /** Translates error messages into the shop's language. */
  speaks?: (message: string) => string;
  rewriting?: "on" | "plain_permalinks" | "missing_apache" | "missing_nginx";
  /** WooCommerce deactivated, PrestaShop's webservice switched off, Shopify shop frozen. */
  apiDisabled?: boolean;
  /** WooCommerce: the tracking features that are enabled or installed. */
  trackingPlaces?: readonly TrackingPlace[];
  /** WooCommerce: WordPress' own URL, if clients use another; its links and signatures use this one. */
  ownAddress?: string;
  /** WooCommerce: what its user may approve, and whether the server may send requests. Default: everything. */
  approvals?: { permissions?: "read"; callsBack?: boolean };
  /** PrestaShop: the shop's main domain, to which it redirects requests for any other host. */
  mainDomain?: string;
  /** PrestaShop: the shops of a multistore by host and path, such as `shop.example` and `/second/`. */
  shopUrls?: readonly { shopId: number; domain: string; uri: string }[];
  /** PrestaShop: another shop of the multistore has the currency of these orders; this one no longer has it. */
  currencyElsewhere?: boolean;
  /** PrestaShop: the shops form a group that shares orders, so each URL lists the orders of all. */
  sharesOrders?: boolean;
  /** Magento: Web API limits are on; the maximum page size. */
  maximumPageSize?: number;
  /** Magento: integration tokens are not accepted as bearer tokens (the default of a fresh install). */
  bearerDisabled?: boolean;
  /** Shopify: an installable app; its secrets, newest first. */
  shopifyApp?: { clientId: string; secrets: readonly string[] };
  /** Shopify: requested scopes that are not granted. */
  refusedScopes?: readonly string[];
  /** Shopify: tokens issued to apps; by default the shop has its own set. */
  shopifyGrants?: ShopifyGrants;
  /** Shopify: the oldest version of the Admin API still served; requests for older ones get it too. */
  oldestVersion?: string;
  /** Shopify: size of the GraphQL bucket and points restored per second; default 2000 and 100. */
  graphBucket?: { capacity: number; restorePerSecond: number };
  /** Milliseconds that the shop's clock is ahead of this machine's. */
  clockSkewMs?: number;
  /** Records that violate the schema, by order id. */
  damagedOrders?: Readonly<Record<number, OrderDamage>>;
  /** How plugins change records, by order id; the result replaces the record in lists. */
  rewrites?: Readonly<Record<number, (record: Record<string, unknown>) => unknown>>;
  /** Ids of orders on which a plugin fails: every response that would contain one is a 500. Not for Shopify. */
  breaksOn?: readonly number[];
  /** WooCommerce and PrestaShop: the plugin also fails when only some fields are requested. */
  breaksOnFields?: boolean;
  /** How it fails: an error of the server in front, a closed connection, or no answer. */
  breaksBy?: BreakdownEnding;
  /** Every page of a list repeats the last record of the previous page. */
  duplicatePages?: boolean;
  /** Maximum page size, although more was requested and exists. */
  shrinkPagesTo?: number;
  /** A stale count of a list. PrestaShop has no count. */
  countsAtMost?: number;
  /** WooCommerce: a filter makes the order numbers, which no search knows: it matches the id. */
  numbersByFilter?: boolean;
  /** WooCommerce: every total of a list of all statuses, even of an empty page, exceeds it by this many. */
  countsBeyond?: number;
  /** WooCommerce: whether `status=any` includes drafts of the checkout. By default as in its version: not from 10.9.4. */
  anyHoldsDrafts?: boolean;
  /** WooCommerce: plugin statuses that `status=any` omits, like statuses excluded from search. */
  statusesOutOfAny?: readonly string[];
  /** WooCommerce: labels of plugin statuses; null for one whose plugin is switched off, which the report of totals omits. */
  statusLabels?: Readonly<Record<string, string | null>>;
  /** Ids of orders that a plugin removes from every list; totals, PrestaShop's bare ids and single reads still include them. */
  unlisted?: readonly number[];
  /** A maintenance mode that answers 200 with empty lists, zero totals and "not found" for single orders, or shows only these orders. */
  looksEmpty?: true | { butFor: readonly number[] };
  /** A plugin or cache that hides these orders, by id, from lists, totals and single reads. */
  hides?: readonly number[];
  /**
   * Runs before each response, e.g. to edit orders during pagination; over the wire, the response waits for the promise that it returns. `count`
   * is 1 for the first request.
   */
  onRequest?: (store: FakeStore, count: number, visitor: { address: string; method: string }) => unknown;
}
