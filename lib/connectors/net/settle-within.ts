import { type Result, refuse } from "@/lib/base/result";
import { type NetFailure, netFailure } from "@/lib/connectors/net/failures";

interface Bounds {
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  phase: NetFailure["phase"];
  /** Failure code if the time is over. */
  late: NetFailure["code"];
}

/** The first outcome that `begin` reports, unless the time is over or the caller aborts first. */
export function settleWithin<Value>(
  { timeoutMs, signal, phase, late }: Bounds,
  begin: (settle: (outcome: Result<Value, NetFailure>) => void) => void,
): Promise<Result<Value, NetFailure>> {
  return new Promise((resolve) => {
    const settle = (outcome: Result<Value, NetFailure>): void => {
      clearTimeout(limit);
      signal?.removeEventListener("abort", abort);
      resolve(outcome);
    };
    const abort = (): void => settle(refuse(netFailure("aborted", phase)));
    const limit = setTimeout(() => settle(refuse(netFailure(late, phase))), timeoutMs);
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted) abort();
    else begin(settle);
  });
}
