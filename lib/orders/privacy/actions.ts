"use server";

import { ownerAction } from "@/lib/identity/auth/action";
import { eraseBuyer, saveRetention } from "@/lib/orders/privacy/mutations";
import { eraseBuyerSchema, retentionSchema } from "@/lib/orders/privacy/schema";

export const saveRetentionAction = ownerAction({
  act: "retention_changed",
  input: retentionSchema,
  revalidates: "/m/[merchantId]",
  run: saveRetention,
});

export const eraseBuyerAction = ownerAction({
  act: "buyer_erased",
  spends: "erase_buyer",
  input: eraseBuyerSchema,
  revalidates: "/m/[merchantId]",
  run: eraseBuyer,
});
