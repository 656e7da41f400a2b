"use server";

import { z } from "zod";
import { ok, type Result } from "@/lib/base/result";
import { liveOutside } from "@/lib/health/live-outside";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { merchantAction, staffMerchantAction } from "@/lib/identity/auth/action";
import { type LookupQuestion, lookUpOrder } from "@/lib/sync/lookup/look-up-order";
import type { OrderLookup } from "@/lib/sync/lookup/lookup-answer";

const options = {
  input: z.object({ text: z.string().trim().min(1).max(64), integrationId: z.uuid().nullable(), importsOlder: z.boolean() }),
  spends: "order_lookup",
  run: async (scope: MerchantScope, question: LookupQuestion): Promise<Result<OrderLookup, never>> =>
    ok(await lookUpOrder(scope, question, await liveOutside())),
} as const;

/** Staff may ask without a reason: nothing but the merchant's own order is imported. */
export const lookUpOrderAction = merchantAction({ ...options, allowReadOnly: true });

/** The same from the console. */
export const lookUpOrderAsStaff = staffMerchantAction({ ...options, right: "act_for_merchant" });
