"use server";

import { z } from "zod";
import { ok, refuse } from "@/lib/base/result";
import { liveOutside } from "@/lib/health/live-outside";
import { merchantAction } from "@/lib/identity/auth/action";
import { countAttempt, limiter } from "@/lib/identity/auth/rate-limits";
import { lookUpOrder } from "@/lib/sync/lookup/look-up-order";

const lookups = limiter("order_lookup", 30, 60);

/** Staff may ask without a reason: nothing but the merchant's own order is imported. */
export const lookUpOrderAction = merchantAction({
  input: z.object({ text: z.string().trim().min(1).max(64), integrationId: z.uuid().nullable() }),
  allowReadOnly: true,
  run: async (scope, input) => {
    if ((await countAttempt([[lookups, scope.merchantId]])) !== null) return refuse("lookup_too_often");
    return ok(await lookUpOrder(scope, input, await liveOutside()));
  },
});
