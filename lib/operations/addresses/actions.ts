"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { clearAddressCache } from "@/lib/health/live-outside";
import { staffAction } from "@/lib/identity/auth/staff-action";
import { announceAddresses, moveTraffic, moveTrafficBack, withdrawAddresses } from "@/lib/operations/addresses/mutations";
import { announceSchema } from "@/lib/operations/addresses/schema";

const rehearsal = z.object({ rehearsalId: z.uuid() });

/** This process applies the change at once; the others within seconds. */
async function told<Value>(change: Promise<Value>): Promise<Value> {
  const value = await change;
  clearAddressCache();
  revalidatePath("/support/addresses");
  return value;
}

export const announce = staffAction({ input: announceSchema, run: (scope, input) => told(announceAddresses(scope, input)) });
export const move = staffAction({ input: rehearsal, run: (scope, { rehearsalId }) => told(moveTraffic(scope, rehearsalId)) });
export const moveBack = staffAction({ input: rehearsal, run: (scope, { rehearsalId }) => told(moveTrafficBack(scope, rehearsalId)) });
export const withdraw = staffAction({ input: rehearsal, run: (scope, { rehearsalId }) => told(withdrawAddresses(scope, rehearsalId)) });
