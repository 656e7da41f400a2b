"use server";

import { z } from "zod";
import { merchantAction } from "@/lib/auth/action";
import { markShipped, sendAgain } from "@/lib/tracking/mutations";
import { parcelFormSchema } from "@/lib/tracking/schema";

export const markShippedAction = merchantAction({ input: parcelFormSchema, run: (scope, input) => markShipped(scope, input) });

export const sendAgainAction = merchantAction({
  input: z.object({ shipmentId: z.uuid() }),
  run: (scope, input) => sendAgain(scope, input),
});
