"use server";

import { z } from "zod";
import { merchantAction } from "@/lib/auth/action";
import { importShipments } from "@/lib/tracking/import-shipments";
import { markShipped, sendAgain, sendAllAgain } from "@/lib/tracking/mutations";
import { MAX_CSV_LENGTH } from "@/lib/tracking/limits";
import { parcelFormSchema } from "@/lib/tracking/schema";

export const markShippedAction = merchantAction({ input: parcelFormSchema, run: (scope, input) => markShipped(scope, input) });

export const sendAgainAction = merchantAction({
  input: z.object({ shipmentId: z.uuid() }),
  run: (scope, input) => sendAgain(scope, input),
});

export const sendAllAgainAction = merchantAction({ input: z.object({ integrationId: z.uuid() }), run: sendAllAgain });

export const importShipmentsAction = merchantAction({
  input: z.object({ integrationId: z.uuid(), text: z.string().max(MAX_CSV_LENGTH), preview: z.boolean() }),
  run: (scope, input) => importShipments(scope, input),
});
