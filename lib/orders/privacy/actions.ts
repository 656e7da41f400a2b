"use server";

import { revalidatePath } from "next/cache";
import { ownerAction } from "@/lib/identity/auth/owner-action";
import { eraseBuyer, saveRetention } from "@/lib/orders/privacy/mutations";
import { eraseBuyerSchema, retentionSchema } from "@/lib/orders/privacy/schema";

const showAnew = <Result>(result: Result): Result => {
  revalidatePath("/m/[merchantId]", "layout");
  return result;
};

export const saveRetentionAction = ownerAction({
  input: retentionSchema,
  run: async (scope, input) => showAnew(await saveRetention(scope, input)),
});

export const eraseBuyerAction = ownerAction({
  input: eraseBuyerSchema,
  needsProof: true,
  run: async (scope, input) => showAnew(await eraseBuyer(scope, input)),
});
