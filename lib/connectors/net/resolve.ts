import type { LookupFunction } from "node:net";
import { ok, type Result, refuse } from "@/lib/base/result";
import { familyOf } from "@/lib/connectors/net/address";
import { systemCode } from "@/lib/connectors/net/failures";
import { type LookupAll, lookUpThrough, mayBeLookedUp, NOT_FOUND } from "@/lib/connectors/net/look-up";
import { mayConnect, type TargetPolicy, type TargetRefusal } from "@/lib/connectors/net/policy";

/** A checked address: connections go to no other kind. */
export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}

export interface Resolution {
  /** Allowed addresses, in the resolver's order. */
  addresses: ResolvedAddress[];
  /** Addresses of the name that may not be contacted. */
  refused: TargetRefusal[];
  /** Resolution time in milliseconds; null if the host was an address. */
  dnsMs: number | null;
}

export type ResolveFailure =
  | { code: "target_not_allowed"; refusal: TargetRefusal }
  | { code: "dns_not_found" | "dns_failure" | "dns_timed_out"; detail: string };

export interface ResolveOptions {
  timeoutMs?: number;
  lookup?: LookupAll;
}

const lookUpOnSystem = lookUpThrough();

/** The addresses of a name. At the time limit the look-up itself ends, too, and leaves nothing behind that later ones wait for. */
async function lookUp(host: string, options: ResolveOptions): Promise<Result<{ address: string; family: number }[], ResolveFailure>> {
  if (!mayBeLookedUp(host)) return refuse({ code: "dns_not_found", detail: "single label" });
  const late = new AbortController();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  late.signal.addEventListener("abort", () => reject(late.signal.reason), { once: true });
  const limit = setTimeout(() => late.abort(), options.timeoutMs ?? 5_000);
  try {
    return ok(await Promise.race([(options.lookup ?? lookUpOnSystem)(host, late.signal), aborted]));
  } catch (error) {
    const code = systemCode(error);
    if (late.signal.aborted || code === "ETIMEOUT") return refuse({ code: "dns_timed_out", detail: "no answer" });
    return refuse({ code: NOT_FOUND.has(code) ? "dns_not_found" : "dns_failure", detail: code });
  } finally {
    clearTimeout(limit);
  }
}

/** Connections go to one of these checked addresses, never to the name again. Of private and public addresses, only the public ones are kept. */
export async function resolveTarget(
  host: string,
  port: number,
  policy: TargetPolicy,
  options: ResolveOptions = {},
): Promise<Result<Resolution, ResolveFailure>> {
  const literal = familyOf(host);
  const startedAt = performance.now();
  const found = literal ? ok([{ address: host, family: literal }]) : await lookUp(host, options);
  if (!found.ok) return found;
  const addresses: ResolvedAddress[] = [];
  const refused: TargetRefusal[] = [];
  for (const { address } of found.value) {
    const family = familyOf(address);
    const answer = mayConnect(address, port, policy);
    if (answer.ok && family) addresses.push({ address, family });
    else if (!answer.ok) refused.push(answer.reason);
  }
  if (addresses.length > 0) return ok({ addresses, refused, dnsMs: literal ? null : performance.now() - startedAt });
  const [refusal] = refused;
  return refuse(refusal ? { code: "target_not_allowed", refusal } : { code: "dns_not_found", detail: "no address" });
}

/** A `lookup` for net, tls and undici that returns only the checked addresses, so that DNS cannot change between check and connection. */
export function pinnedLookup(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const wanted = addresses.filter((entry) => !options.family || entry.family === Number(String(options.family).replace("IPv", "")));
    const [first] = wanted;
    if (!first) callback(Object.assign(new Error("no checked address of this family"), { code: "ENOTFOUND" }), "", 0);
    else if (options.all) callback(null, [...wanted]);
    else callback(null, first.address, first.family);
  };
}
