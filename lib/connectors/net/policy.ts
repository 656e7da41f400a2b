import { ok, type Result, refuse } from "@/lib/base/result";
import { type AddressKind, classifyAddress, liesIn } from "@/lib/connectors/net/address";

/** Where connections may go besides public addresses. Both lists are empty in production. */
export interface TargetPolicy {
  /** CIDR networks. */
  allowNetworks: readonly string[];
  /** `address:port`, IPv6 in brackets: only the demo shops on loopback. */
  allowTargets: readonly string[];
}

/** The production policy: public addresses only. */
export const PUBLIC_ONLY: TargetPolicy = { allowNetworks: [], allowTargets: [] };

export interface TargetRefusal {
  code: "address_not_public" | "port_not_allowed";
  /** The address, or the port. */
  what: string;
  kind: AddressKind | null;
}

// Ports that the Fetch standard blocks for browsers ("bad port", fetch.spec.whatwg.org) …
const FETCH_BLOCKED = [
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117,
  119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636,
  989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];
// … and those of databases, caches, queues and container engines, where no shop answers and a request may do harm.
const SERVICES = [
  1433, 1521, 2375, 2376, 2379, 2380, 3306, 4222, 5432, 5672, 5984, 6379, 6443, 8086, 9042, 9092, 9200, 9300, 10250, 11211, 27017, 27018,
  27019, 33060,
];
const REFUSED_PORTS: ReadonlySet<number> = new Set([...FETCH_BLOCKED, ...SERVICES]);

export const isRefusedPort = (port: number): boolean => REFUSED_PORTS.has(port);

const hostPort = (address: string, port: number): string => (address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`);

/** Whether a connection may go to this address and port. The SSRF guard's only test, applied to every resolved address at every hop. */
export function mayConnect(address: string, port: number, policy: TargetPolicy): Result<null, TargetRefusal> {
  if (isRefusedPort(port)) return refuse({ code: "port_not_allowed", what: String(port), kind: null });
  const kind = classifyAddress(address);
  if (kind === "public") return ok(null);
  if (kind !== "not_an_address" && (policy.allowTargets.includes(hostPort(address, port)) || liesIn(address, policy.allowNetworks)))
    return ok(null);
  return refuse({ code: "address_not_public", what: address, kind });
}
