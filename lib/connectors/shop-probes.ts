import type { HttpRequest } from "@/lib/connectors/net/request";
import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";
import type { Platform } from "@/lib/connectors/platforms";

// What the reachability check must know of a shop system: where to ask, and how its own answers look. Implemented by <platform>/probes.ts.

/** One request, below the base address of the shop. */
export interface ProbeRequest extends HttpRequest {
  /** The request as it is sent, where it is made for each try: shops remember signatures. */
  renew?: (now: Date) => ProbeRequest;
}

/** The request as it is sent now, with a new signature where it is signed. */
export const withNewSignature = (request: ProbeRequest, now: Date): ProbeRequest => request.renew?.(now) ?? request;

/** A request that is completed for every try. */
export function renewable(request: ProbeRequest, complete: (now: Date) => ProbeRequest): ProbeRequest {
  const renew = (now: Date): ProbeRequest => ({ ...complete(now), renew });
  return { ...request, renew };
}

/**
 * What the shop software itself answers. `index`: the root of the API · `data` · `refusal`: it requires a key or another one · `no_route`: it
 * knows no such URL or method · `bad_request` · `disabled` / `frozen` / `closed_by_plugin` / `plugin_missing`: the API is switched off ·
 * `rate_limited` · `maintenance`, `stopped` and `error` come from the software before its API: a part of it stops this visitor, or it failed.
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
  platform: Platform;
  says: ApiSays;
  /** The software's own code or number, e.g. `woocommerce_rest_cannot_view` or `22`. */
  code: string | null;
  /** The software's message, for rules that need its text; never shown. */
  message: string;
  /** The URL that the software names as its own, e.g. `url` of WordPress' index. */
  ownUrl: string | null;
}

export const apiAnswerOf =
  (platform: Platform) =>
  (says: ApiSays, code: string | null = null, message = "", ownUrl: string | null = null): ApiAnswer => ({
    platform,
    says,
    code,
    message,
    ownUrl,
  });

/** Where else the API may be, and what it means if it is there. */
interface OtherPlace {
  request: ProbeRequest;
  reason: "plain_permalinks" | "rewrite_missing";
}

export interface ShopProbes {
  platform: Platform;
  root: ProbeRequest;
  /** Requests to an order that cannot exist, which differ in the method only; none can change data, even with full credentials. */
  resource(method: string): ProbeRequest;
  /** Answered without a key by something else than "key required": shows what a server that replaces that answer lets through. Best first. */
  openResources: readonly ((method: string) => ProbeRequest)[];
  /** Methods that the software itself always refuses with 405. */
  refuses: readonly string[];
  /** Without a key, every request is answered with 401. */
  asksKeyFirst: boolean;
  /** A path that the software itself calls unknown, for any method; null if it answers otherwise. */
  unknown: ProbeRequest | null;
  /** Required of self-hosted shops only. */
  needsAllMethods: boolean;
  /** A request whose answer reports without any key whether the Authorization header arrives; null where that cannot be determined. */
  dummyCredential: ProbeRequest | null;
  /** The same credential at another place of the request, where it always arrives; null where there is none. */
  dummyCredentialElsewhere: ProbeRequest | null;
  readProbeAnswer(answer: SeenAnswer): "arrived" | "stripped" | "unknown";
  /** The software's own answer, by shape before status; null if something else answered, or if it is no answer to `path`. */
  recognize(answer: SeenAnswer, method: string, path?: string): ApiAnswer | null;
  /** The root with another query. `isStale`: the root's own answer · `elsewhere`: the same query at another path. Null: queries change nothing. */
  rootVariant: { request: ProbeRequest; elsewhere: ProbeRequest; isStale(answer: SeenAnswer): boolean } | null;
  /** The method by which a key's right to write is tested. */
  writeMethod: "POST" | "PATCH" | null;
  otherPlaces: readonly OtherPlace[];
  /** Matches the end of a URL that is the API's rather than the shop's. */
  apiEnding: RegExp;
  /** Path of the API that a page of the shop names, if it is not the usual one; null otherwise. */
  findRenamedApi(page: SeenAnswer): string | null;
  /** Folder below the site's root that this page belongs to, or null. */
  findFolder(homePage: SeenAnswer): string | null;
}

/** Requests JSON, and no answer from a cache. */
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
