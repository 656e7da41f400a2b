"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { systemClock } from "@/lib/base/clock";
import { ownerAction } from "@/lib/identity/auth/owner-action";
import { askMerchantDeletion, withdrawMerchantDeletion } from "@/lib/operations/privacy/mutations";

const showAnew = <Result>(result: Result): Result => {
  revalidatePath("/m/[merchantId]", "layout");
  return result;
};

export const askMerchantDeletionAction = ownerAction({
  input: z.object({ name: z.string().max(200) }),
  needsProof: true,
  run: async (scope, input) => {
    const asked = await askMerchantDeletion(scope, input, systemClock.now());
    return !asked.ok && asked.reason === "name_differs" ? { ok: false, reason: { fields: { name: asked.reason } } } : showAnew(asked);
  },
});

export const withdrawMerchantDeletionAction = ownerAction({
  input: z.object({}),
  run: async (scope) => showAnew(await withdrawMerchantDeletion(scope)),
});
