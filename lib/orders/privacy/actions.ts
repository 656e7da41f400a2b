"use server";

import { ownerAction } from "@/lib/identity/auth/action";
import { eraseBuyer, saveRetention } from "@/lib/orders/privacy/mutations";
import { eraseBuyerSchema, retentionSchema } from "@/lib/orders/privacy/schema";

export const saveRetentionAction = ownerAction({
  input: retentionSchema,
  revalidates: "/m/[merchantId]",
  run: saveRetention,
});

export const eraseBuyerAction = ownerAction({
  input: eraseBuyerSchema,
  needsProof: true,
  revalidates: "/m/[merchantId]",
  run: eraseBuyer,
});
