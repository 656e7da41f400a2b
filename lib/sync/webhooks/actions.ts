"use server";

import { z } from "zod";
import { merchantAction } from "@/lib/identity/auth/action";
import { endInstantOrders, requestInstantOrders } from "@/lib/sync/webhooks/mutations";
import { instantOrdersInput } from "@/lib/sync/webhooks/schema";

export const requestInstantOrdersAction = merchantAction({ input: instantOrdersInput, run: requestInstantOrders });
export const endInstantOrdersAction = merchantAction({ input: z.object({ integrationId: z.uuid() }), run: endInstantOrders });
