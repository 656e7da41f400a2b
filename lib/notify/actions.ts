"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { merchantAction } from "@/lib/identity/auth/action";
import {
  addChannel,
  markRead,
  removeChannel,
  resendDelivery,
  restoreChannel,
  saveNotificationPreferences,
  sendTest,
} from "@/lib/notify/mutations";
import { addChannelSchema, channelSchema, deliverySchema, saveNotificationPreferencesSchema } from "@/lib/notify/schema";

async function shown<Value>(change: Promise<Value>): Promise<Value> {
  const value = await change;
  revalidatePath("/m/[merchantId]/settings", "layout");
  return value;
}

export const readNotifications = merchantAction({ input: z.object({}), run: (scope) => markRead(scope) });
export const storeNotificationPreferences = merchantAction({
  input: saveNotificationPreferencesSchema,
  run: (scope, preferences) => shown(saveNotificationPreferences(scope, preferences)),
});
export const testMail = merchantAction({
  spends: "test_message",
  input: z.object({}),
  run: (scope) => shown(sendTest(scope, { channelId: null })),
});
export const addNotificationChannel = merchantAction({
  act: "channel_added",
  spends: "add_channel",
  input: addChannelSchema,
  run: (scope, input) => shown(addChannel(scope, input)),
});
export const removeNotificationChannel = merchantAction({
  input: channelSchema,
  run: (scope, input) => shown(removeChannel(scope, input)),
});
export const restoreNotificationChannel = merchantAction({
  input: channelSchema,
  run: (scope, input) => shown(restoreChannel(scope, input)),
});
export const testNotificationChannel = merchantAction({
  spends: "test_message",
  input: channelSchema,
  run: (scope, input) => shown(sendTest(scope, input)),
});
export const resendNotification = merchantAction({
  spends: "test_message",
  input: deliverySchema,
  run: (scope, input) => shown(resendDelivery(scope, input)),
});
