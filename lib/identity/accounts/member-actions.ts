"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import {
  changeRole,
  inviteMember,
  leaveMerchant,
  removeMember,
  sendInvitationAgain,
  withdrawInvitation,
} from "@/lib/identity/accounts/mutations";
import { ROLES } from "@/lib/identity/accounts/roles";
import { inviteSchema } from "@/lib/identity/accounts/schema";
import { merchantAction } from "@/lib/identity/auth/action";
import { ownerAction } from "@/lib/identity/auth/owner-action";
import { sameOriginBrowser } from "@/lib/identity/auth/request";

/** The requesting browser's language, for recipients without a language setting. */
const asker = async (): Promise<{ locale: string | null }> => ({ locale: (await sameOriginBrowser())?.locale ?? null });

const showAnew = <Result>(result: Result): Result => {
  revalidatePath("/m/[merchantId]/settings", "layout");
  return result;
};

export const inviteAction = ownerAction({
  spends: "invite",
  input: inviteSchema,
  run: async (scope, input) => showAnew(await inviteMember(scope, input, await asker())),
});

export const sendInvitationAgainAction = ownerAction({
  spends: "invite",
  input: z.object({ id: z.uuid() }),
  run: async (scope, input) => showAnew(await sendInvitationAgain(scope, input, await asker())),
});

export const withdrawInvitationAction = ownerAction({
  input: z.object({ id: z.uuid() }),
  run: async (scope, input) => showAnew(await withdrawInvitation(scope, input)),
});

export const removeMemberAction = ownerAction({
  input: z.object({ personId: z.uuid() }),
  run: async (scope, input) => showAnew(await removeMember(scope, input)),
});

/** No revalidation: the person can no longer see these pages. */
export const leaveAction = merchantAction({ input: z.object({}), run: (scope) => leaveMerchant(scope) });

export const changeRoleAction = ownerAction({
  input: z.object({ personId: z.uuid(), role: z.enum(ROLES) }),
  run: async (scope, input) => showAnew(await changeRole(scope, input)),
});
