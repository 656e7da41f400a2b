"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { PlatformScope } from "@/lib/accounts/access";
import { findStaffScope } from "@/lib/accounts/data";
import { forgetKnownAddresses } from "@/lib/addresses/live-outside";
import { announceAddresses, moveTraffic, moveTrafficBack, withdrawAddresses } from "@/lib/addresses/mutations";
import { announceSchema } from "@/lib/addresses/schema";
import { personAction } from "@/lib/auth/action";
import { type Result, refuse } from "@/lib/base/result";

/** Support staff alone; for everybody else there is nothing here. */
function staffAction<Input, Value>(
  input: z.ZodType<Input>,
  change: (scope: PlatformScope, input: Input) => Promise<Result<Value, string>>,
) {
  return personAction({
    input,
    run: async (person, parsed: Input) => {
      const scope = findStaffScope(person);
      if (!scope) return refuse("not_found");
      const result = await change(scope, parsed);
      forgetKnownAddresses();
      revalidatePath("/support/addresses");
      return result;
    },
  });
}

const rehearsal = z.object({ rehearsalId: z.uuid() });

export const announce = staffAction(announceSchema, announceAddresses);
export const move = staffAction(rehearsal, (scope, { rehearsalId }) => moveTraffic(scope, rehearsalId));
export const moveBack = staffAction(rehearsal, (scope, { rehearsalId }) => moveTrafficBack(scope, rehearsalId));
export const withdraw = staffAction(rehearsal, (scope, { rehearsalId }) => withdrawAddresses(scope, rehearsalId));
