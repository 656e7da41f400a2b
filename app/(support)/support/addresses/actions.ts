"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { forgetKnownAddresses } from "@/lib/addresses/live-outside";
import { announceAddresses, moveTraffic, moveTrafficBack, withdrawAddresses } from "@/lib/addresses/mutations";
import { announceSchema } from "@/lib/addresses/schema";
import { staffAction } from "@/lib/auth/staff-action";

const rehearsal = z.object({ rehearsalId: z.uuid() });

/** What was changed is used and shown at once by this process; the others follow within seconds. */
async function told<Value>(change: Promise<Value>): Promise<Value> {
  const value = await change;
  forgetKnownAddresses();
  revalidatePath("/support/addresses");
  return value;
}

export const announce = staffAction({ input: announceSchema, run: (scope, input) => told(announceAddresses(scope, input)) });
export const move = staffAction({ input: rehearsal, run: (scope, { rehearsalId }) => told(moveTraffic(scope, rehearsalId)) });
export const moveBack = staffAction({ input: rehearsal, run: (scope, { rehearsalId }) => told(moveTrafficBack(scope, rehearsalId)) });
export const withdraw = staffAction({ input: rehearsal, run: (scope, { rehearsalId }) => told(withdrawAddresses(scope, rehearsalId)) });
