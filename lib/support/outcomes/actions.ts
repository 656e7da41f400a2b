"use server";

import { staffAction } from "@/lib/identity/auth/action";
import { recordOutcome } from "@/lib/support/outcomes/mutations";
import { outcomeSchema } from "@/lib/support/outcomes/schema";

export const recordOutcomeAction = staffAction({ right: "work_incidents", input: outcomeSchema, run: recordOutcome });
