import "server-only";
import { cache } from "react";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { countUnread } from "@/lib/support/threads/data";

/** Counts of the frame: unread notifications, and questions with an unread answer; cached per request. */
export const loadUnread = cache(async (merchantId: string) => countUnread(await requireMerchantScope(merchantId)));
