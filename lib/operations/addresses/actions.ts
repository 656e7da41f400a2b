"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { Result } from "@/lib/base/result";
import { clearAddressCache } from "@/lib/health/live-outside";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { merchantAction, staffAction } from "@/lib/identity/auth/action";
import {
  announceAddresses,
  moveTraffic,
  moveTrafficBack,
  previewAnnouncement,
  rehearseAgain,
  withdrawAddresses,
} from "@/lib/operations/addresses/mutations";
import { announceSchema } from "@/lib/operations/addresses/schema";

const rehearsal = z.object({ rehearsalId: z.uuid() });

const shops = z.number().int().min(0);
const moveSchema = rehearsal.extend({ accepted: z.object({ refused: shops, unclear: shops }).nullable() });

/** This process applies the change at once, the others within seconds. */
const addressAction = <Input, Value>(
  input: z.ZodType<Input>,
  change: (scope: PlatformScope, input: Input) => Promise<Result<Value, string>>,
) =>
  staffAction({
    right: "move_traffic",
    input,
    run: async (scope, parsed: Input) => {
      const changed = await change(scope, parsed);
      clearAddressCache();
      revalidatePath("/support/addresses");
      return changed;
    },
  });

export const previewAnnounce = staffAction({ right: "move_traffic", input: announceSchema, run: previewAnnouncement });
export const announce = addressAction(announceSchema, announceAddresses);
export const move = addressAction(moveSchema, moveTraffic);
export const moveBack = addressAction(rehearsal, (scope, { rehearsalId }) => moveTrafficBack(scope, rehearsalId));
export const withdraw = addressAction(rehearsal, (scope, { rehearsalId }) => withdrawAddresses(scope, rehearsalId));

export const tryComingAddresses = merchantAction({
  spends: "check",
  input: z.object({ integrationId: z.uuid() }),
  run: rehearseAgain,
});
