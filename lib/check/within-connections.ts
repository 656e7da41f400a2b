import { type Connections, withConnections } from "@/lib/health/shop-connections";
import type { MerchantScope } from "@/lib/identity/accounts/access";

/**
 * An engine of checks that asks a shop beside a run, a push or a look without ever making it more than two connections to that shop: it
 * takes both where nobody else needs one, and else makes do with one. Rejects when the signal comes before there was one.
 */
export function withinConnections<Input extends { signal?: AbortSignal | undefined; connections?: Connections | undefined }, Output>(
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
    if (!asked) throw new Error("stopped before the shop had a connection free");
    return asked.output;
  };
}
