import ipaddr from "ipaddr.js";
import { trimSlashes } from "@/lib/base/trim-end";
import type { FixContext, FixedCause } from "@/lib/check/diagnosis/fixes/fix";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

// What an exception is limited to. Values from outside are reduced to characters without a meaning in any configuration language, never
// escaped for one of them.

export interface Scope {
  ipv4: readonly string[];
  ipv6: readonly string[];
  addresses: readonly string[];
  userAgents: readonly string[];
  methods: readonly string[];
  /** The methods named by the cause; all if it names none. */
  refusedMethods: readonly string[];
  path: ScopePath;
  ports: readonly number[];
  /** Host name of the shop; "" if it has characters that no host name has. */
  host: string;
  ruleIds: readonly number[];
  realm: string;
  shopSystem: ShopSystem | null;
}

interface ScopePath {
  /** Path prefix without a trailing slash, e.g. `/wp-json`; cut at the first folder with unusual characters. */
  literal: string;
  /** False if `literal` was cut: then only `regex` matches the whole path. */
  exact: boolean;
  /** Regular expression body for the same path, without anchors; only [A-Za-z0-9/_~-] and the classes `[.]` and `[^/?]+`. */
  regex: string;
}

const API_FOLDERS: Record<ShopSystem, string> = { woocommerce: "/wp-json", magento: "/rest", prestashop: "/api", shopify: "/admin/api" };

/** Path of the shop system's API below the shop's URL, e.g. `/shop/wp-json`; the shop's own path if the shop system is unknown. */
function apiPathOf(url: string, shopSystem: ShopSystem | null): string {
  const base = trimSlashes(parseUrl(url)?.pathname ?? "");
  return `${base}${shopSystem === null ? "" : API_FOLDERS[shopSystem]}`;
}

function parseUrl(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}

/** Reduces a path to characters that every configuration language reads as text. */
function makeScopePath(path: string): ScopePath {
  const folders = path.split("/").filter((folder) => folder !== "");
  const plain = (folder: string) => /^[A-Za-z0-9_~.-]+$/.test(folder) && folder !== "." && folder !== "..";
  const firstUnusual = folders.findIndex((folder) => !plain(folder));
  const literal = (firstUnusual === -1 ? folders : folders.slice(0, firstUnusual)).map((folder) => `/${folder}`).join("");
  const regex = folders.map((folder) => `/${plain(folder) ? folder.replaceAll(".", "[.]") : "[^/?]+"}`).join("");
  return { literal, exact: firstUnusual === -1, regex };
}

function sortAddresses(addresses: readonly string[]) {
  const parsed = [...new Set(addresses)]
    .filter((address) => ipaddr.isValid(address) && !address.includes("%"))
    .map((address) => ipaddr.process(address));
  const textOf = (kind: string) => [...new Set(parsed.filter((address) => address.kind() === kind).map((address) => address.toString()))];
  return { ipv4: textOf("ipv4"), ipv6: textOf("ipv6") };
}

const cleanAgent = (agent: string) => agent.replace(/[^A-Za-z0-9 ._:;/()+-]/g, "").trim();
/** Reduces text to characters that are safe between quotation marks in every configuration language. */
const cleanRealm = (realm: unknown): string => String(realm ?? "").replace(/[^\p{L}\p{N} .,:;/()+!?&@'_-]/gu, "");
const isMethod = (method: string) => /^[A-Z]{1,20}$/.test(method);

/** The limits of an exception for this shop. Pure; drops invalid addresses, methods and User-Agents. */
export function makeScope(cause: FixedCause, context: FixContext): Scope {
  const { ipv4, ipv6 } = sortAddresses(context.addresses);
  const methods = context.methods.filter(isMethod);
  const refused = cause.methods.filter(isMethod);
  const url = parseUrl(context.url);
  const port = url === null || url.port === "" ? null : Number(url.port);
  return {
    ipv4,
    ipv6,
    addresses: [...ipv4, ...ipv6],
    userAgents: [...new Set(context.userAgents.map(cleanAgent))].filter((agent) => agent !== ""),
    methods,
    refusedMethods: refused.length > 0 ? refused : methods,
    path: makeScopePath(context.apiPath ?? apiPathOf(context.url, context.shopSystem)),
    ports: port === null ? [80, 443] : [port],
    host: url !== null && /^[a-z0-9.-]+$/.test(url.hostname) ? url.hostname : "",
    shopSystem: context.shopSystem,
    realm: cleanRealm(cause.details?.["realm"]) || "Restricted",
    ruleIds: (context.ruleIds ?? []).filter((id) => Number.isSafeInteger(id) && id > 0),
  };
}

/** Regular expression that matches exactly one of the texts; dots and brackets as classes, so that no language needs a backslash. */
export const anyOf = (texts: readonly string[]): string => texts.map((one) => one.replace(/[.()+]/g, "[$&]")).join("|");
