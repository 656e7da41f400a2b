"use server";

import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { staffAction, staffMerchantAction } from "@/lib/identity/auth/action";
import { assignIncident, assignIncidents, snoozeIncident, snoozeIncidents, wakeIncident } from "@/lib/support/queue/mutations";
import { assignManySchema, assignSchema, seenSchema, snoozeManySchema, snoozeSchema } from "@/lib/support/queue/schema";
import { TRIED_STEPS, tryStep } from "@/lib/support/queue/try-step";

export const assignAction = staffAction({ right: "work_incidents", input: assignSchema, run: assignIncident });
export const snoozeAction = staffAction({ right: "work_incidents", input: snoozeSchema, run: snoozeIncident });
export const assignManyAction = staffAction({ right: "work_incidents", input: assignManySchema, run: assignIncidents });
export const snoozeManyAction = staffAction({ right: "work_incidents", input: snoozeManySchema, run: snoozeIncidents });
export const wakeAction = staffAction({ right: "work_incidents", input: seenSchema, run: wakeIncident });

/** Tests or imports again from the queue, for the merchant, whose log says so. */
export const tryStepAction = staffMerchantAction({
  right: "act_for_merchant",
  input: z.object({ integrationId: z.uuid(), act: z.enum(TRIED_STEPS) }),
  reason: async () => (await getTranslations("support.queue"))("step.reason"),
  run: tryStep,
});
