import diagnostics from "node:diagnostics_channel";

/** An egress address whose proxy does not work. */
export interface EgressFailure {
  address: string;
  /** `host:port` of the proxy. */
  proxy: string;
  failure: string;
}

/** Only publishes: the command line stays silent, while the product's processes log and count (lib/health/follow-egress-failures.ts). */
export const egressFailures: diagnostics.Channel<unknown, EgressFailure> = diagnostics.channel("mooring.egress.failed");
