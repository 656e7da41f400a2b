import { z } from "zod";
import { GROUPINGS, NOTIFICATION_KINDS } from "@/lib/notify/kinds";

/** Minutes since midnight in the member's zone. */
const minute = z.number().int().min(0).max(1439);

export const notificationPreferencesSchema = z.object({
  mail: z.boolean().default(true),
  kinds: z.array(z.enum(NOTIFICATION_KINDS)).default([...NOTIFICATION_KINDS]),
  grouping: z.enum(GROUPINGS).default("soon"),
  /** No mail is sent between these minutes; null without quiet hours. May span midnight. */
  quiet: z.object({ from: minute, to: minute }).nullable().default(null),
  weekly: z.boolean().default(true),
});
export type NotificationPreferences = z.output<typeof notificationPreferencesSchema>;

export const DEFAULT_NOTIFICATION_PREFERENCES: NotificationPreferences = notificationPreferencesSchema.parse({});

/** Stored preferences; the defaults if they cannot be parsed, so that no notification is lost. */
export function readNotificationPreferences(stored: unknown): NotificationPreferences {
  const parsed = notificationPreferencesSchema.safeParse(stored ?? {});
  return parsed.success ? parsed.data : DEFAULT_NOTIFICATION_PREFERENCES;
}
