"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { giveConsent, withdrawConsent } from "@/lib/identity/accounts/consent";
import { CONSENT_DAYS } from "@/lib/identity/accounts/consent-days";
import { ownerAction } from "@/lib/identity/auth/owner-action";

const consentSchema = z.object({ days: z.coerce.number().refine((days) => CONSENT_DAYS.some((known) => known === days)) });

const showAnew = <Value>(result: Value): Value => {
  revalidatePath("/m/[merchantId]/settings", "layout");
  return result;
};

export const giveConsentAction = ownerAction({
  needsProof: true,
  input: consentSchema,
  run: async (scope, input) => showAnew(await giveConsent(scope, input)),
});

export const withdrawConsentAction = ownerAction({ input: z.object({}), run: async (scope) => showAnew(await withdrawConsent(scope)) });
