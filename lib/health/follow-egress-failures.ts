import { type EgressFailure, egressFailures } from "@/lib/connectors/egress/failure-channel";
import { log } from "@/lib/infra/log";
import { metrics } from "@/lib/infra/observe/metrics";

/** Logs broken egress proxies and counts them for the alert (docs/addresses.md). Call once per process. */
export function followEgressFailures(): void {
  egressFailures.subscribe((published) => {
    const { address, proxy, failure } = published as EgressFailure;
    log.error({ address, proxy, failure }, "egress proxy does not work");
    metrics().egressFailures.inc({ address, failure });
  });
}
