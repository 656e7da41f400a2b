import { readFileSync, statSync } from "node:fs";
import { familyOf } from "@/lib/connectors/net/address";

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

let known: { changedAt: number; addressesOf: Map<string, string[]> } | null = null;

/** What the operator's hosts file says of a name; null if nothing. The file is read again after each change. */
export function findInHostsFile(host: string): string[] | null {
  try {
    const changedAt = statSync(HOSTS_FILE).mtimeMs;
    if (known?.changedAt !== changedAt) known = { changedAt, addressesOf: parseHosts(readFileSync(HOSTS_FILE, "utf8")) };
    return known.addressesOf.get(host) ?? null;
  } catch {
    return null;
  }
}
