import type { Notification } from "@/lib/infra/prisma-client/client";
import type { NotificationKind } from "@/lib/notify/kinds";

export interface NotifiableNote extends Pick<Notification, "id" | "integrationId" | "lane" | "at"> {
  kind: NotificationKind;
  params: Record<string, unknown>;
  /** Name of the shop; null if the note is not about a single shop. */
  shop: string | null;
  answer?: string | null;
}
