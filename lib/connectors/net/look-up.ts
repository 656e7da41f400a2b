import dns from "node:dns";
import { readFileSync, statSync } from "node:fs";
import os from "node:os";
import pLimit, { type LimitFunction } from "p-limit";
import { classifyAddress, familyOf } from "@/lib/connectors/net/address";
import { systemCode } from "@/lib/connectors/net/failures";
import { processWide } from "@/lib/infra/process-wide";
import { servedMerchant } from "@/lib/infra/served-merchant";

const HOSTS_FILE = "/etc/hosts";

/** The addresses that a hosts file (hosts(5)) gives to names, in its order. */
export function parseHosts(text: string): Map<string, string[]> {
  const addressesOf = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [address = "", ...names] = (line.split("#")[0] ?? "").split(/\s/).filter((word) => word !== "");
    if (familyOf(address) === null) continue;
    for (const name of names) addressesOf.set(name.toLowerCase(), [...(addressesOf.get(name.toLowerCase()) ?? []), address]);
  }
  return addressesOf;
}

let hosts: { changedAt: number; addressesOf: Map<string, string[]> } | null = null;

/** What the operator's hosts file says about a name; null if nothing. The file is read again after each change. */
function findInHostsFile(host: string): string[] | null {
  try {
    const changedAt = statSync(HOSTS_FILE).mtimeMs;
    if (hosts?.changedAt !== changedAt) hosts = { changedAt, addressesOf: parseHosts(readFileSync(HOSTS_FILE, "utf8")) };
    return hosts.addressesOf.get(host) ?? null;
  } catch {
    return null;
  }
}

/** Addresses of a name; rejects with a `code` of node:dns, or when aborted. */
export type LookupAll = (host: string, signal: AbortSignal) => Promise<{ address: string; family: number }[]>;

/** Concurrent look-ups for one merchant. Silent name servers of one merchant keep no other merchant waiting. */
export const MAX_LOOKUPS_OF_MERCHANT = 32;
const limits = processWide("limits of look-ups", () => new Map<string, LimitFunction>());

async function inTurn<Value>(merchantId: string, work: () => Promise<Value>): Promise<Value> {
  const limit = limits.get().get(merchantId) ?? pLimit(MAX_LOOKUPS_OF_MERCHANT);
  limits.get().set(merchantId, limit);
  try {
    return await limit(work);
  } finally {
    if (limit.activeCount + limit.pendingCount === 0) limits.get().delete(merchantId);
  }
}

/** After one family has been answered, some name servers never answer for the other. */
const OTHER_FAMILY_MS = 1_000;

/** Addresses of one family, each of which costs a try and a counter. */
const MAX_ADDRESSES = 16;

/** Codes with which a name server denies a name or addresses of a family. */
export const NOT_FOUND: ReadonlySet<string> = new Set(["ENOTFOUND", "ENODATA", "EBADNAME"]);

/** RFC 6761: names below localhost never leave the machine. */
const isLocalhost = (host: string): boolean => host === "localhost" || host.endsWith(".localhost");

/** As the system sorts (RFC 6724): IPv6 first on machines that have a public IPv6 address. */
const prefersIpv6 = (): boolean =>
  Object.values(os.networkInterfaces()).some((own) =>
    own?.some(({ address }) => familyOf(address) === 6 && classifyAddress(address) === "public"),
  );

/** Asks for A and AAAA in parallel, without threads, which silent names would occupy. `servers` replace those of resolv.conf. */
async function askNameServers(host: string, signal: AbortSignal, servers?: readonly string[]): Promise<string[]> {
  signal.throwIfAborted();
  const resolver = new dns.promises.Resolver({ timeout: 1_500, tries: 3 });
  if (servers) resolver.setServers(servers);
  const cancel = (): void => resolver.cancel();
  let others: NodeJS.Timeout | undefined;
  const stopSoon = (): void => {
    others ??= setTimeout(cancel, OTHER_FAMILY_MS);
  };
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const questions = [resolver.resolve4(host), resolver.resolve6(host)];
    for (const question of questions) question.then(stopSoon, () => {});
    const answers = await Promise.allSettled(prefersIpv6() ? questions.toReversed() : questions);
    const found = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value.slice(0, MAX_ADDRESSES) : []));
    if (found.length > 0) return found;
    const failures = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
    throw failures.find((failure) => !NOT_FOUND.has(systemCode(failure))) ?? failures[0];
  } finally {
    clearTimeout(others);
    signal.removeEventListener("abort", cancel);
  }
}

/** Resolves names by the hosts file, then by name servers; those of the system unless `servers` names others. */
export const lookUpThrough =
  (servers?: readonly string[]): LookupAll =>
  async (host, signal) => {
    const known = findInHostsFile(host) ?? (isLocalhost(host) ? ["127.0.0.1", "::1"] : null);
    const ask = () => askNameServers(host, signal, servers);
    const merchantId = servedMerchant();
    const addresses = known ?? (await (merchantId === null ? ask() : inTurn(merchantId, ask)));
    return addresses.map((address) => ({ address, family: familyOf(address) ?? 0 }));
  };

/** Whether a name may be asked for: a name of one label is one of the operator's network, never a shop. */
export const mayBeLookedUp = (host: string): boolean => host.includes(".") || isLocalhost(host);
