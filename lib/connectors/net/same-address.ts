import { getDomain } from "tldts";
import { trimSlashes } from "@/lib/base/trim-end";

/** The owner of a name: the registrable domain, or the host itself for IP addresses and local names. */
const siteOf = (host: string): string => getDomain(host, { allowPrivateDomains: true }) ?? host;
const withoutWww = (host: string): string => host.replace(/^www\./, "");

/** Only `www.` or the step from http to https differs. Below `github.io` and the like, `www` is a customer, so owners are compared. */
export function isSameAddress(from: URL, to: URL): boolean {
  if (withoutWww(from.hostname) !== withoutWww(to.hostname) || siteOf(from.hostname) !== siteOf(to.hostname)) return false;
  if (from.protocol === to.protocol) return from.port === to.port;
  return from.protocol === "http:" && to.protocol === "https:";
}

const inFolder = (path: string, folder: string): boolean => `${path}/`.startsWith(`${trimSlashes(folder)}/`);

/** Whether one path lies within the other. Sibling folders on one host are different shops, often of different owners. */
export const isSameFolder = (one: URL, other: URL): boolean =>
  inFolder(one.pathname, other.pathname) || inFolder(other.pathname, one.pathname);

/** Same address by `isSameAddress` and same folder; a non-default port is another server. */
export function mayKeepKey(from: string, to: string): boolean {
  const [old, next] = [new URL(from), new URL(to)];
  return old.port === next.port && isSameAddress(old, next) && isSameFolder(old, next);
}
