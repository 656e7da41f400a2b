import { z } from "zod";
import { singleLine } from "@/lib/base/normalize-text";
import { CHANNEL_KINDS } from "@/lib/notify/channel-kinds";
import { NOTIFICATION_KINDS } from "@/lib/notify/kinds";
import { notificationPreferencesSchema } from "@/lib/notify/notification-preferences";

export const MAX_CHANNELS = 10;

export const addChannelSchema = z.object({
  kind: z.enum(CHANNEL_KINDS),
  name: z.string().transform(singleLine).pipe(z.string().min(1, "name_missing").max(60, "name_too_long")),
  url: z.url({ protocol: /^https?$/, error: "url_invalid" }).max(1000, "url_invalid"),
  kinds: z.array(z.enum(NOTIFICATION_KINDS)).min(1, "kinds_missing"),
});
export type AddChannel = z.output<typeof addChannelSchema>;

export const channelSchema = z.object({ channelId: z.uuid() });
export const deliverySchema = z.object({ deliveryId: z.uuid() });
export const saveNotificationPreferencesSchema = notificationPreferencesSchema;
