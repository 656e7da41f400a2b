"use server";

import { HOUR_MS } from "@/lib/base/units";
import { merchantAction } from "@/lib/identity/auth/action";
import { chooseEvents, replayEvents, resendEvent } from "@/lib/notify/events/mutations";
import { chosenEventsSchema, eventDeliverySchema, replayHoursSchema } from "@/lib/notify/events/schema";

const PAGE = "/m/[merchantId]/settings/notifications/[channelId]";

export const chooseEventsAction = merchantAction({ revalidates: PAGE, input: chosenEventsSchema, run: chooseEvents });
export const replayEventsAction = merchantAction({
  revalidates: PAGE,
  spends: "send_events_again",
  input: replayHoursSchema,
  run: (scope, { channelId, hours }) => replayEvents(scope, { channelId, from: new Date(Date.now() - hours * HOUR_MS).toISOString() }),
});
export const resendEventAction = merchantAction({
  revalidates: PAGE,
  spends: "send_events_again",
  input: eventDeliverySchema,
  run: resendEvent,
});
