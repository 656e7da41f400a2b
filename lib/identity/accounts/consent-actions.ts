"use server";

import { z } from "zod";
import { giveConsent, withdrawConsent } from "@/lib/identity/accounts/consent";
import { CONSENT_DAYS } from "@/lib/identity/accounts/schema";
import { ownerAction } from "@/lib/identity/auth/action";

const consentSchema = z.object({ days: z.coerce.number().refine((days) => CONSENT_DAYS.some((known) => known === days)) });

export const giveConsentAction = ownerAction({
  act: "support_consent_given",
  input: consentSchema,
  revalidates: "/m/[merchantId]/settings",
  run: giveConsent,
});

export const withdrawConsentAction = ownerAction({
  input: z.object({}),
  revalidates: "/m/[merchantId]/settings",
  run: withdrawConsent,
});
