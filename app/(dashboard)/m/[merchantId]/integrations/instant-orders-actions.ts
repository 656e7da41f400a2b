"use server";

import { z } from "zod";
import { merchantAction } from "@/lib/auth/action";
import { endInstantOrders, requestInstantOrders } from "@/lib/instant-orders/mutations";
import { instantOrdersInput } from "@/lib/instant-orders/schema";

export const requestInstantOrdersAction = merchantAction({
  input: instantOrdersInput,
  run: (scope, input) => requestInstantOrders(scope, input),
});
export const endInstantOrdersAction = merchantAction({ input: z.object({ integrationId: z.uuid() }), run: endInstantOrders });
