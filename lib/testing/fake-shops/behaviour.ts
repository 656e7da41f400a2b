import type { OrderDamage } from "@/lib/testing/fake-shops/fake-order";
import type { FrontPage } from "@/lib/testing/fake-shops/front-pages";
import type { ShopifyGrants } from "@/lib/testing/fake-shops/shopify/grants";
import type { FakeStore } from "@/lib/testing/fake-shops/store";

/** How many of the next requests a fault hits; "all" until the behaviour is changed. */
export type Count = number | "all";

/** How a shop can end in the middle of an answer, other than by an error page of its own. */
export type BreakdownEnding = 502 | 503 | 504 | "reset" | "silence";

/** WooCommerce's own fulfillments (10.1), its extension Shipment Tracking, Advanced Shipment Tracking by zorem. */
export type TrackingPlace = "fulfillments" | "shipment_tracking" | "ast";

/** Every fault of a fake shop. A healthy shop has none set. */
export interface Behaviour {
  // In front of the shop.
  /** Requests whose User-Agent contains one of these texts (letter case ignored) are refused. */
  blockedUserAgents?: { texts: readonly string[]; status?: number; page?: FrontPage };
  /** By local address: visitors whom no rule of this server concerns. */
  exemptAddresses?: readonly string[];
  blockedMethods?: { methods: readonly string[]; status?: number; page?: FrontPage };
  /** ModSecurity with the OWASP rules as shipped: methods that are not on their list, and GET with a body. */
  coreRules?: true;
  /** By local address of the visitor: a reset right after the connection was accepted, silence for ever, or a refusal page. */
  refusedAddresses?: readonly { address: string; how: "reset" | "hang" | "forbidden"; page?: FrontPage }[];
  /** 429 with or without Retry-After, or 503 as of nginx's limit_req. */
  rateLimit?: { next: Count; retryAfterSeconds: number | null; status?: 429 | 503 };
  /** After so many requests the next ones are refused, until the visitor has stayed away for as long as the refusal says. */
  requestsAtOnce?: { most: number; retryAfterSeconds: number; status?: 429 | 503 };
  /** Answers of GET are kept and given again, as a careless cache in front of the shop does: one for each URL, or even for each path. */
  cachedAnswers?: "by_url" | "by_path";
  /** The header never reaches the shop (Apache with PHP-FPM). */
  stripAuthorization?: boolean;
  /** The shop learns from X-Forwarded-Proto that the visitor came by https. Default true; false: it believes in plain http. */
  trustForwardedProto?: boolean;

  // The server.
  maintenance?: boolean;
  serverErrors?: { next: Count; status: 500 | 502 | 503 | 504; page?: FrontPage };
  /**
   * So many of all requests fail, by a seed: 500, 502 or 503, a connection that is reset before or after the shop did what was asked, a body
   * that is cut.
   */
  failsAtRandom?: { share: number; seed: number };
  /** Before the first byte. */
  delayMs?: number;
  /** The connection is cut after so many bytes of the body. */
  dropBody?: { next: Count; afterBytes: number };
  /** Status 200 with this body instead of the answer, e.g. an empty text or an HTML page. */
  emptySuccess?: { next: Count; body: string; contentType?: string };
  /** The body starts as it should and then never ends. */
  endlessBody?: boolean;
  /** Text in front of every body: a byte order mark or the notice of a broken plugin. */
  bodyPrefix?: string;

  // The shop software.
  /** Translates the sentences of its errors into the language of the shop. */
  speaks?: (message: string) => string;
  rewriting?: "on" | "plain_permalinks" | "missing_apache" | "missing_nginx";
  /** WooCommerce deactivated, PrestaShop's webservice switched off, Shopify shop frozen. */
  apiDisabled?: boolean;
  /** WooCommerce: places for tracking numbers that the shop has switched on or installed. */
  trackingPlaces?: readonly TrackingPlace[];
  /** WooCommerce: the address that WordPress has for itself, where visitors use another one; its links and its signatures name this one. */
  ownAddress?: string;
  /** WooCommerce: what its user may approve, and whether the server may make requests. Default: all of it. */
  approvals?: { permissions?: "read"; callsBack?: boolean };
  /** PrestaShop: the shops of a multistore by their addresses, `shop.example` and `/` or `/second/`. */
  shopUrls?: readonly { shopId: number; domain: string; uri: string }[];
  /** PrestaShop: the shops are one group that shares its orders, so that each address lists those of all. */
  sharesOrders?: boolean;
  /** Magento: its Web API limits are on, and no page may hold more. */
  maximumPageSize?: number;
  /** Magento: integration tokens are not accepted as bearer tokens (the default of a fresh install). */
  bearerDisabled?: boolean;
  /** Shopify: an app that can be installed; its secrets newest first. */
  shopifyApp?: { clientId: string; secrets: readonly string[] };
  /** Shopify: scopes that are not granted although the app asks for them. */
  refusedScopes?: readonly string[];
  /** Shopify: tokens that it gave to apps; without it the shop keeps its own. */
  shopifyGrants?: ShopifyGrants;
  /** Shopify: the oldest version of the Admin API that is still served; older ones are answered by it. */
  oldestVersion?: string;
  /** Shopify: points of its GraphQL bucket; 2000, and 100 back each second, unless set otherwise. */
  graphBucket?: { capacity: number; restorePerSecond: number };
  /** Milliseconds that the shop's clock is ahead of this machine's. */
  clockSkewMs?: number;
  /** Records that do not fit, by order id. */
  damagedOrders?: Readonly<Record<number, OrderDamage>>;
  /** What plugins make of the records that the shop writes, by order id; what they give back stands in the list instead. */
  rewrites?: Readonly<Record<number, (record: Record<string, unknown>) => unknown>>;
  /** Ids of orders on which a plugin fails: every answer that would contain one is a 500. Shopify's own code never fails. */
  breaksOn?: readonly number[];
  /** WooCommerce and PrestaShop: the plugin fails also where only some fields of an order are asked for. */
  breaksOnFields?: boolean;
  /** How it fails: an error of the server in front, a closed connection, or silence. */
  breaksBy?: BreakdownEnding;
  /** Every page of a list begins with the last record of the page before it. */
  duplicatePages?: boolean;
  /** Pages hold at most so many records, although more were asked for and more are there. */
  shrinkPagesTo?: number;
  /** The count of a list is a kept one from when there were no more; PrestaShop has none. */
  countsAtMost?: number;
  /** WooCommerce: whether `status=any` holds the drafts of the checkout. Default: as the version does, which left them out from 10.9.4 on. */
  anyHoldsDrafts?: boolean;
  /** WooCommerce: statuses of plugins that `status=any` leaves out, as it does those that are excluded from the search. */
  statusesOutOfAny?: readonly string[];
  /** Orders that a plugin takes out of every list, by id; the total, PrestaShop's bare ids and the order by its own id stay. */
  unlisted?: readonly number[];
  /** A maintenance mode that answers 200 with empty lists, zero totals and "not found" for single orders, or shows these orders alone. */
  looksEmpty?: true | { butFor: readonly number[] };
  /** A plugin or cache that hides these orders, by id, from lists, totals and single reads. */
  hides?: readonly number[];
  /** Runs before each request is answered, e.g. to edit orders during pagination. `count` is 1 for the first request. */
  onRequest?: (store: FakeStore, count: number, visitor: { address: string; method: string }) => void;
}
