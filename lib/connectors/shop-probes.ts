import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";
import type { Platform } from "@/lib/connectors/platforms";

// What the reachability check must know of a shop system: where to ask, and how its own answers look. One file a platform, probes.ts.

/** One question, below the base address of the shop. */
export interface ProbeRequest {
  method: string;
  path: string;
  headers: readonly (readonly [string, string])[];
  body: string | null;
  /** The same request for another try, where it holds for one alone: shops remember signatures. */
  renew?: () => ProbeRequest;
}

/** The request to be sent once more: with a signature of its own where it is signed. */
export const anew = (request: ProbeRequest): ProbeRequest => request.renew?.() ?? request;

/** A request that is made anew for every try. */
export const renewable = (make: () => ProbeRequest): ProbeRequest => ({ ...make(), renew: () => renewable(make) });

/**
 * What the shop software itself says. `index`: the root of the API · `data` · `refusal`: it wants a key or another one · `no_route`: it does
 * not know the address or the method · `bad_request` · `disabled` / `frozen` / `closed_by_plugin` / `plugin_missing`: the API is switched
 * off · `rate_limited`: too many requests · `maintenance`, `stopped` and `error` come from the software before its API: it is being worked on,
 * a part of it stops this visitor, it broke down.
 */
export const API_SAYS = [
  "index",
  "data",
  "refusal",
  "no_route",
  "bad_request",
  "disabled",
  "frozen",
  "closed_by_plugin",
  "plugin_missing",
  "rate_limited",
  "maintenance",
  "stopped",
  "error",
] as const;
export type ApiSays = (typeof API_SAYS)[number];

export interface ApiAnswer {
  platform: Platform;
  says: ApiSays;
  /** The platform's own code or number, e.g. `woocommerce_rest_cannot_view` or `22`. */
  code: string | null;
  /** The platform's message, for rules that need its words; never shown. */
  message: string;
  /** Addresses that the software gives as its own, e.g. `url` of WordPress' index. */
  ownUrl: string | null;
}

/** Where the API may be instead, and what it means when it is there. */
export interface OtherPlace {
  request: ProbeRequest;
  reason: "plain_permalinks" | "rewrite_missing";
}

export interface ShopProbes {
  platform: Platform;
  /** GET of the API's root. */
  root: ProbeRequest;
  /** Path of a resource that cannot exist: the same for all methods, so that two of them differ in the method alone. */
  resourcePath: string;
  /** Requests to `resourcePath`; none of them can change data, with full credentials too. */
  resource(method: string): ProbeRequest;
  /**
   * Requests like those to the resource that the shop answers without a key, by something else than "bring a key": where a server puts a page
   * of its own in the place of that, they tell whether it lets the request itself through. The surest one first.
   */
  openResources: readonly ((method: string) => ProbeRequest)[];
  /** Methods that the shop itself refuses everywhere, by 405. */
  refuses: readonly string[];
  /** Whoever brings no key hears 401 alone, whatever is asked for. */
  asksKeyFirst: boolean;
  /** Path of the list of orders. */
  ordersPath: string;
  /** A path that the application itself calls unknown, where it does so of methods as well; null where it has other words for them. */
  unknown: ProbeRequest | null;
  /** Required of self-hosted shops alone. */
  needsAllMethods: boolean;
  /** A request whose answer tells without any key whether the Authorization header arrives; null where that cannot be told. */
  dummyCredential: ProbeRequest | null;
  /** The same credential at another place of the request, where it always arrives; null where there is none. */
  dummyCredentialElsewhere: ProbeRequest | null;
  readProbeAnswer(answer: SeenAnswer): "arrived" | "stripped" | "unknown";
  /** The software's own answer, by shape before status; null when something else answered, or when it is no answer to `path`. */
  recognize(answer: SeenAnswer, method: string, path?: string): ApiAnswer | null;
  /**
   * The root with another question in its query. `isStale`: the answer is the one to the root itself · `elsewhere`: the same question at a path
   * that nobody asked for. Null where the root's answer does not depend on its query.
   */
  rootVariant: { request: ProbeRequest; elsewhere: ProbeRequest; isStale(answer: SeenAnswer): boolean } | null;
  /** The dummy credential at another path, which no cache has seen. */
  dummyCredentialUnseen: ProbeRequest | null;
  /** The method by which a key's right to write is tested. */
  writeMethod: "POST" | "PATCH" | null;
  otherPlaces: readonly OtherPlace[];
  /** Ends an address that is not the shop's but that of its API. */
  apiEnding: RegExp;
  /** Path below the site's root at which a page of this shop says that its API lies, when it is not the usual one; null otherwise. */
  findRenamedApi(page: SeenAnswer): string | null;
  /** Folder below the site's root that a page of this shop was made in, or null. */
  findFolder(homePage: SeenAnswer): string | null;
}

/** Says that the answer should be JSON, and that no cache between may answer. */
export const API_HEADERS = [
  ["Accept", "application/json"],
  ["Cache-Control", "no-cache"],
] as const;

export const getRequest = (path: string, headers: ProbeRequest["headers"] = []): ProbeRequest => ({
  method: "GET",
  path,
  headers: [...API_HEADERS, ...headers],
  body: null,
});

/** A request of any method with the smallest JSON body where a body belongs: CRS counts a POST without length or type as an attack. */
export const jsonRequest = (method: string, path: string, headers: ProbeRequest["headers"] = []): ProbeRequest =>
  method === "POST" || method === "PATCH" || method === "PUT"
    ? { method, path, headers: [...API_HEADERS, ["Content-Type", "application/json"], ...headers], body: "{}" }
    : { method, path, headers: [...API_HEADERS, ...headers], body: null };
