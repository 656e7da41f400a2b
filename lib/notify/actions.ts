"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { ok, refuse } from "@/lib/base/result";
import { readOnlyCode } from "@/lib/identity/accounts/access";
import { merchantAction } from "@/lib/identity/auth/action";
import {
  addChannel,
  chooseChannelKinds,
  markRead,
  removeChannel,
  resendDelivery,
  restoreChannel,
  saveNotificationPreferences,
  sendTest,
} from "@/lib/notify/mutations";
import { addChannelSchema, channelSchema, deliverySchema, notificationChoicesSchema } from "@/lib/notify/schema";

async function shown<Value>(change: Promise<Value>): Promise<Value> {
  const value = await change;
  revalidatePath("/m/[merchantId]/settings", "layout");
  return value;
}

export const readNotifications = merchantAction({ input: z.object({}), allowReadOnly: true, run: (scope) => markRead(scope) });
/** What is sent where: the mails to the member, null if they stay, and the channels that change, which viewers may not. */
export const storeNotificationChoices = merchantAction({
  input: notificationChoicesSchema,
  allowReadOnly: true,
  async run(scope, { mine, channels }) {
    const refused = channels.length > 0 ? readOnlyCode(scope) : null;
    if (refused) return refuse(refused);
    if (mine) {
      const saved = await saveNotificationPreferences(scope, mine);
      if (!saved.ok) return saved;
    }
    for (const channel of channels) {
      const chosen = await chooseChannelKinds(scope, channel);
      if (!chosen.ok) return chosen;
    }
    return shown(Promise.resolve(ok(true)));
  },
});
export const testMail = merchantAction({
  spends: "test_message",
  input: z.object({}),
  allowReadOnly: true,
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
