import ipaddr from "ipaddr.js";
import type { CheckResult } from "@/lib/check/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";

/** The network of an IP address: /24 for IPv4, /48 for IPv6; null for invalid input. */
export function networkOf(address: string | null): string | null {
  if (address === null || !ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  const prefix = parsed.kind() === "ipv4" ? 24 : 48;
  const bytes = parsed.toByteArray().map((byte, index) => (index < prefix / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${prefix}`;
}

/** An IP address as facts store it; null for invalid input. */
export const printAddress = (address: string | null): string | null =>
  address !== null && ipaddr.isValid(address) ? ipaddr.process(address).toString() : null;

/** The comparable facts of a result; the cause is its first one. */
function takeFact({ causes, probes, server }: CheckResult) {
  const [cause] = causes;
  const failing = cause?.evidence.fail ? probes.find(({ id }) => id === cause.evidence.fail) : undefined;
  const address = failing?.to ?? probes.find(({ to }) => to !== null)?.to ?? null;
  const own = new Set(probes.flatMap(({ source, from }) => (source === "egress" && from !== null ? [from] : [])));
  const refused = cause ? cause.addresses.filter((one) => own.has(one)) : [];
  return {
    server: server.software,
    network: networkOf(address),
    address: printAddress(address),
    cause: cause?.code ?? null,
    blocker: cause?.blocker ?? null,
    egress: refused.length < own.size ? refused : [],
  };
}

/**
 * Stores the fleet fact of a check in the transaction that ends it. `since`: when imports started to fail, else the time of the check; kept
 * while the cause stays the same.
 */
export async function recordFact(tx: Transaction, scope: MerchantScope, integrationId: string, result: CheckResult): Promise<void> {
  const { merchantId } = scope;
  const { server, network, address: at, cause, blocker, egress } = takeFact(result);
  await tx.$executeRaw`
    insert into fleet_fact (merchant_id, integration_id, shop_system, server, network, address, cause, blocker, egress, since, checked_at)
    select i.merchant_id, i.id, i.shop_system, ${server}, ${network}, ${at}, ${cause}, ${blocker}, ${egress}::text[],
      case when ${cause}::text is not null then coalesce(
        (select min(failing_since) from lane l where l.merchant_id = i.merchant_id and l.integration_id = i.id), now()) end, now()
    from integration i where i.merchant_id = ${merchantId}::uuid and i.id = ${integrationId}::uuid
    on conflict (merchant_id, integration_id) do update set shop_system = excluded.shop_system, server = coalesce(excluded.server, fleet_fact.server),
      network = coalesce(excluded.network, fleet_fact.network), address = coalesce(excluded.address, fleet_fact.address),
      cause = excluded.cause, blocker = excluded.blocker, egress = excluded.egress,
      since = case when fleet_fact.cause = excluded.cause then fleet_fact.since else excluded.since end, checked_at = excluded.checked_at`;
}
