import { z } from "zod";
import { singleLine } from "@/lib/base/normalize-text";
import { CHANNEL_KINDS, CHANNELS } from "@/lib/notify/channel-kinds";
import { NOTIFICATION_KINDS } from "@/lib/notify/kinds";
import { notificationPreferencesSchema } from "@/lib/notify/notification-preferences";

export const MAX_CHANNELS = 10;

const shortText = z.string().trim().max(500, "too_long").default("");

export const addChannelSchema = z
  .object({
    kind: z.enum(CHANNEL_KINDS),
    name: z.string().transform(singleLine).pipe(z.string().min(1, "name_missing").max(60, "name_too_long")),
    url: z.url({ protocol: /^https?$/, error: "url_invalid" }).max(1000, "url_invalid"),
    /** The key of the service, for the kinds that have one. */
    key: shortText,
    /** The chat that gets the messages, for the kinds that have several behind one address. */
    chat: shortText,
    kinds: z.array(z.enum(NOTIFICATION_KINDS)).min(1, "kinds_missing"),
  })
  .superRefine(({ kind, key, chat }, context) => {
    if (CHANNELS[kind].key === "required" && key === "")
      context.addIssue({ code: "custom", path: ["key"], message: "channel_key_missing" });
    if (CHANNELS[kind].hasChat && chat === "") context.addIssue({ code: "custom", path: ["chat"], message: "chat_missing" });
  });
export type AddChannel = z.input<typeof addChannelSchema>;

export const channelSchema = z.object({ channelId: z.uuid() });
export const deliverySchema = z.object({ deliveryId: z.uuid() });

const channelKindsSchema = channelSchema.extend({ kinds: z.array(z.enum(NOTIFICATION_KINDS)) });
export type ChannelKinds = z.output<typeof channelKindsSchema>;

export const notificationChoicesSchema = z.object({
  mine: notificationPreferencesSchema.nullable(),
  channels: z.array(channelKindsSchema).max(MAX_CHANNELS),
});
