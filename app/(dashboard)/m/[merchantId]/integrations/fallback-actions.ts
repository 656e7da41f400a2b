"use server";

import { z } from "zod";
import { merchantAction } from "@/lib/auth/action";
import { setMethodFallback } from "@/lib/method-fallback/mutations";

export const setMethodFallbackAction = merchantAction({
  input: z.object({ integrationId: z.uuid(), isOn: z.boolean() }),
  run: setMethodFallback,
});
