"use server";

import { z } from "zod";
import { refuse } from "@/lib/base/result";
import { ownerAction } from "@/lib/identity/auth/action";
import { askMerchantDeletion, withdrawMerchantDeletion } from "@/lib/operations/privacy/mutations";

export const askMerchantDeletionAction = ownerAction({
  act: "merchant_deletion_asked",
  input: z.object({ name: z.string().max(200) }),
  revalidates: "/m/[merchantId]",
  run: async (scope, input) => {
    const asked = await askMerchantDeletion(scope, input);
    return !asked.ok && asked.reason === "name_differs" ? refuse({ fields: { name: asked.reason } }) : asked;
  },
});

export const withdrawMerchantDeletionAction = ownerAction({
  input: z.object({}),
  revalidates: "/m/[merchantId]",
  run: withdrawMerchantDeletion,
});
