import type { Probe } from "@/lib/check/result";
import { NET_FAILURES, type NetFailureCode } from "@/lib/connectors/net/failures";

type FailureKey = `failures.${NetFailureCode | "unknown"}`;

/** Describes why a request got no response. `t` has the namespace `checks`. */
export function describeFailure(t: (key: FailureKey) => string, { failure }: Pick<Probe, "failure">): string {
  const code = NET_FAILURES.find((known) => known === failure);
  return t(`failures.${code ?? "unknown"}`);
}
