import ipaddr from "ipaddr.js";
import type { CheckResult } from "@/lib/check/result";

/** The part of the internet that one hosting provider's servers share: /24 of IPv4, /48 of IPv6; null for what is no address. */
export function networkOf(address: string | null): string | null {
  if (address === null || !ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  const prefix = parsed.kind() === "ipv4" ? 24 : 48;
  const bytes = parsed.toByteArray().map((byte, index) => (index < prefix / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${prefix}`;
}

export interface CheckFact {
  server: string | null;
  network: string | null;
  cause: string | null;
  blocker: string | null;
  egress: string[];
}

/** What a result says of the shop that can be compared with what it says of others. The cause is the one that is told first. */
export function takeFact({ causes, probes, server }: CheckResult): CheckFact {
  const [cause] = causes;
  const failing = cause?.evidence.fail ? probes.find(({ id }) => id === cause.evidence.fail) : undefined;
  const address = failing?.to ?? probes.find(({ to }) => to !== null)?.to ?? null;
  const own = new Set(probes.flatMap(({ source, from }) => (source === "egress" && from !== null ? [from] : [])));
  const refused = cause ? cause.addresses.filter((one) => own.has(one)) : [];
  return {
    server: server.software,
    network: networkOf(address),
    cause: cause?.code ?? null,
    blocker: cause?.blocker ?? null,
    egress: refused.length < own.size ? refused : [],
  };
}
