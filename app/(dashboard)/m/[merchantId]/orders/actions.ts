"use server";

import { z } from "zod";
import { merchantAction } from "@/lib/auth/action";
import { ok } from "@/lib/base/result";
import { importShipments } from "@/lib/tracking/import-shipments";
import { MAX_CSV_LENGTH } from "@/lib/tracking/limits";
import { dropShipment, markManyShipped, markShipped, sendAgain, sendAllAgain, takeBackShipments } from "@/lib/tracking/mutations";
import { parcelFormSchema } from "@/lib/tracking/schema";

export const markShippedAction = merchantAction({ input: parcelFormSchema, run: (scope, input) => markShipped(scope, input) });

/** Most parcels of one press: a page of orders. */
const MOST_PARCELS = 100;

export const markManyShippedAction = merchantAction({
  input: z.object({ parcels: z.array(parcelFormSchema).min(1).max(MOST_PARCELS) }),
  run: async (scope, { parcels }) => ok(await markManyShipped(scope, parcels)),
});

export const takeBackAction = merchantAction({
  input: z.object({ shipmentIds: z.array(z.uuid()).max(MOST_PARCELS) }),
  run: async (scope, { shipmentIds }) => ok(await takeBackShipments(scope, shipmentIds)),
});

export const dropShipmentAction = merchantAction({
  input: z.object({ shipmentId: z.uuid() }),
  run: (scope, input) => dropShipment(scope, input),
});

export const sendAgainAction = merchantAction({
  input: z.object({ shipmentId: z.uuid() }),
  run: (scope, input) => sendAgain(scope, input),
});

export const sendAllAgainAction = merchantAction({ input: z.object({ integrationId: z.uuid() }), run: sendAllAgain });

export const importShipmentsAction = merchantAction({
  input: z.object({ integrationId: z.uuid(), text: z.string().max(MAX_CSV_LENGTH), preview: z.boolean() }),
  run: (scope, input) => importShipments(scope, input),
});
