"use server";

import { z } from "zod";
import { merchantAction } from "@/lib/identity/auth/action";
import { setMethodFallback } from "@/lib/orders/method-fallback/mutations";

export const setMethodFallbackAction = merchantAction({
  input: z.object({ integrationId: z.uuid(), isOn: z.boolean() }),
  run: setMethodFallback,
});
