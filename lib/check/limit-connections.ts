import { type Connections, withConnections } from "@/lib/health/shop-connections";
import type { MerchantScope } from "@/lib/identity/accounts/access";

/** Check, run, push and recovery probe together hold at most two connections to a shop. Rejects if the signal aborts before one is free. */
export function withConnectionLimit<Input extends { signal?: AbortSignal | undefined; connections?: Connections | undefined }, Output>(
  scope: MerchantScope,
  integrationId: string,
  ask: (input: Input) => Promise<Output>,
): (input: Input) => Promise<Output> {
  return async (input) => {
    const asked = await withConnections(
      scope,
      integrationId,
      { wanted: 2, ...(input.signal ? { signal: input.signal } : {}) },
      async (connections) => ({
        output: await ask({ ...input, connections }),
      }),
    );
    if (!asked) throw new Error("aborted before a connection to the shop was free");
    return asked.output;
  };
}
