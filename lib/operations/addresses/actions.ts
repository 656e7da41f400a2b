"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { clearAddressCache } from "@/lib/health/live-outside";
import { staffAction } from "@/lib/identity/auth/staff-action";
import { announceAddresses, moveTraffic, moveTrafficBack, withdrawAddresses } from "@/lib/operations/addresses/mutations";
import { announceSchema } from "@/lib/operations/addresses/schema";

const rehearsal = z.object({ rehearsalId: z.uuid() });

const moveSchema = rehearsal.extend({ acceptRefused: z.number().int().min(0).nullable() });

/** This process applies the change at once; the others within seconds. */
async function told<Value>(change: Promise<Value>): Promise<Value> {
  const value = await change;
  clearAddressCache();
  revalidatePath("/support/addresses");
  return value;
}

export const announce = staffAction({
  right: "move_traffic",
  input: announceSchema,
  run: (scope, input) => told(announceAddresses(scope, input)),
});
export const move = staffAction({ right: "move_traffic", input: moveSchema, run: (scope, input) => told(moveTraffic(scope, input)) });
export const moveBack = staffAction({
  right: "move_traffic",
  input: rehearsal,
  run: (scope, { rehearsalId }) => told(moveTrafficBack(scope, rehearsalId)),
});
export const withdraw = staffAction({
  right: "move_traffic",
  input: rehearsal,
  run: (scope, { rehearsalId }) => told(withdrawAddresses(scope, rehearsalId)),
});
