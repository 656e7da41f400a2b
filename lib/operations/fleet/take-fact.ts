import ipaddr from "ipaddr.js";
import type { CheckResult } from "@/lib/check/result";

/** The network of an IP address: /24 for IPv4, /48 for IPv6; null for invalid input. */
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

/** The comparable facts of a result. The cause is its first one. */
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
