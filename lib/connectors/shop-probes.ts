import type { HttpRequest } from "@/lib/connectors/net/request";
import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

// What the reachability check must know about a shop system: what to request, and how its answers look. Implemented by <shop-system>/probes.ts.

/** One request, below the shop's base URL. */
export interface ProbeRequest extends HttpRequest {
  /** Builds the request anew for each attempt, since shops remember signatures. */
  renew?: (now: Date) => ProbeRequest;
}

/** The request to send now, with a new signature if it is signed. */
export const withNewSignature = (request: ProbeRequest, now: Date): ProbeRequest => request.renew?.(now) ?? request;

/** A request that is completed for each attempt. */
export function renewable(request: ProbeRequest, complete: (now: Date) => ProbeRequest): ProbeRequest {
  const renew = (now: Date): ProbeRequest => ({ ...complete(now), renew });
  return { ...request, renew };
}

/**
 * What the shop software itself answers. `index`: the API's root · `data` · `refusal`: it requires a key or another one · `no_route`: unknown URL or
 * method · `bad_request` · `disabled` / `frozen` / `closed_by_plugin` / `plugin_missing`: the API is switched off · `rate_limited` ·
 * `maintenance`, `stopped`, `error`: sent by the software before its API, because a part of it stops this visitor or fails.
 */
const API_SAYS = [
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
  shopSystem: ShopSystem;
  says: ApiSays;
  /** The software's own code or number, e.g. `woocommerce_rest_cannot_view` or `22`. */
  code: string | null;
  /** The software's message, for rules that match its text; never shown. */
  message: string;
  /** The URL that the software reports as its own, e.g. `url` of WordPress' index. */
  ownUrl: string | null;
}

export const apiAnswerOf =
  (shopSystem: ShopSystem) =>
  (says: ApiSays, code: string | null = null, message = "", ownUrl: string | null = null): ApiAnswer => ({
    shopSystem,
    says,
    code,
    message,
    ownUrl,
  });

/** Another possible location of the API, and what it means if the API is there. */
interface OtherPlace {
  request: ProbeRequest;
  reason: "plain_permalinks" | "rewrite_missing";
}

export interface ShopProbes {
  shopSystem: ShopSystem;
  root: ProbeRequest;
  /** Requests for an order that cannot exist, differing only in the method; none can change data, even with full credentials. */
  resource(method: string): ProbeRequest;
  /** Answered without a key by something other than "key required", so that they pass servers that replace that answer. Best first. */
  openResources: readonly ((method: string) => ProbeRequest)[];
  /** Methods that the software itself refuses with 405. */
  refuses: readonly string[];
  /** Every request without a key is answered with 401. */
  asksKeyFirst: boolean;
  /** A path that the software itself reports as unknown, for any method; null if it answers otherwise. */
  unknown: ProbeRequest | null;
  /** All methods are required of self-hosted shops only. */
  needsAllMethods: boolean;
  /** Its answer shows without a valid key whether the Authorization header arrives; null if none does. */
  dummyCredential: ProbeRequest | null;
  /** The same credential elsewhere in the request, where it always arrives; null if not possible. */
  dummyCredentialElsewhere: ProbeRequest | null;
  readProbeAnswer(answer: SeenAnswer): "arrived" | "stripped" | "unknown";
  /** The software's own answer, by shape before status; null if something else answered, or if it does not answer `path`. */
  recognize(answer: SeenAnswer, method: string, path?: string): ApiAnswer | null;
  /** The root with another query. `isStale`: is the root's own answer · `elsewhere`: the same query at another path. Null: queries change nothing. */
  rootVariant: { request: ProbeRequest; elsewhere: ProbeRequest; isStale(answer: SeenAnswer): boolean } | null;
  /** The method that tests a key's right to write. */
  writeMethod: "POST" | "PATCH" | null;
  otherPlaces: readonly OtherPlace[];
  /** Matches the end of a URL that belongs to the API rather than to the shop. */
  apiEnding: RegExp;
  /** The API path that a page of the shop reveals, if it is not the usual one. */
  findRenamedApi(page: SeenAnswer): string | null;
  /** Folder below the site's root that this page belongs to, or null. */
  findFolder(homePage: SeenAnswer): string | null;
}

/** Requests JSON, and no cached answer. */
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

/** A request of any method, with the smallest JSON body where one belongs: the OWASP rules treat a POST without length or type as an attack. */
export const jsonRequest = (method: string, path: string, headers: ProbeRequest["headers"] = []): ProbeRequest =>
  method === "POST" || method === "PATCH" || method === "PUT"
    ? { method, path, headers: [...API_HEADERS, ["Content-Type", "application/json"], ...headers], body: "{}" }
    : { method, path, headers: [...API_HEADERS, ...headers], body: null };
