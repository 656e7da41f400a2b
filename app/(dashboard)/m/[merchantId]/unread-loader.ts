import "server-only";
import { cache } from "react";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { countUnread } from "@/lib/notify/data";
import { countUnread as countUnreadThreads } from "@/lib/support/threads/data";

/** Counts of the frame: unread notifications, and questions with an unread answer; cached per request. */
export const loadUnread = cache(
  async (merchantId: string): Promise<{ notes: number; answers: number }> =>
    readMerchant(await requireMerchantScope(merchantId), async (reader) => ({
      notes: await countUnread(reader),
      answers: await countUnreadThreads(reader),
    })),
);
