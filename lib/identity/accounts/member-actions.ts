"use server";

import { z } from "zod";
import { giveConsent, withdrawConsent } from "@/lib/identity/accounts/consent";
import {
  changeRole,
  inviteMember,
  leaveMerchant,
  removeMember,
  sendInvitationAgain,
  withdrawInvitation,
} from "@/lib/identity/accounts/mutations";
import { ROLES } from "@/lib/identity/accounts/roles";
import { CONSENT_DAYS, inviteSchema } from "@/lib/identity/accounts/schema";
import { merchantAction, ownerAction } from "@/lib/identity/auth/action";
import { sameOriginBrowser } from "@/lib/identity/auth/request";

/** The requesting browser's language, for recipients without a language setting. */
const asker = async () => ({ locale: (await sameOriginBrowser())?.locale ?? null });

export const inviteAction = ownerAction({
  act: "member_invited",
  spends: "invite",
  input: inviteSchema,
  revalidates: "/m/[merchantId]/settings",
  run: async (scope, input) => inviteMember(scope, input, await asker()),
});

export const sendInvitationAgainAction = ownerAction({
  spends: "invite",
  input: z.object({ id: z.uuid() }),
  revalidates: "/m/[merchantId]/settings",
  run: async (scope, input) => sendInvitationAgain(scope, input, await asker()),
});

export const withdrawInvitationAction = ownerAction({
  input: z.object({ id: z.uuid() }),
  revalidates: "/m/[merchantId]/settings",
  run: withdrawInvitation,
});

export const removeMemberAction = ownerAction({
  act: "member_removed",
  input: z.object({ personId: z.uuid() }),
  revalidates: "/m/[merchantId]/settings",
  run: removeMember,
});

/** No revalidation: the person can no longer see these pages. */
export const leaveAction = merchantAction({ input: z.object({}), allowReadOnly: true, run: (scope) => leaveMerchant(scope) });

export const changeRoleAction = ownerAction({
  act: "member_role_changed",
  input: z.object({ personId: z.uuid(), role: z.enum(ROLES) }),
  revalidates: "/m/[merchantId]/settings",
  run: changeRole,
});

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
