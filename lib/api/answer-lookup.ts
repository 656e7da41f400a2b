import type { OPERATIONS } from "@/lib/api/operations";
import { presentLookup } from "@/lib/api/present";
import type { Handler } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { liveOutside } from "@/lib/health/live-outside";
import { spendQuota } from "@/lib/identity/quota/spend";
import { lookUpOrder } from "@/lib/sync/lookup/look-up-order";

/** Equivalent to "Where is my order?" in the pages, with the same limit. */
export const answerLookup: Handler<typeof OPERATIONS.lookUpOrder> = async ({
  scope,
  query: { number, integrationId = null, importsOlder },
  mayUse,
  onlyShops,
  sentences,
}) => {
  if (integrationId !== null && !mayUse(integrationId)) return refuse({ code: "not_found" });
  const wait = await spendQuota({ scope }, "order_lookup");
  if (wait !== null) return refuse({ code: "lookup_limit", retryAfterSeconds: wait });
  const question = { text: number, integrationId, importsOlder: importsOlder === "true", ...(onlyShops.length > 0 ? { onlyShops } : {}) };
  const lookup = await lookUpOrder(scope, question, await liveOutside());
  if (integrationId !== null && lookup.lookups.length === 0) return refuse({ code: "not_found" });
  return ok({ body: await presentLookup(lookup, sentences) });
};
