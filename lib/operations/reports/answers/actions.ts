"use server";

import { merchantAction } from "@/lib/identity/auth/action";
import { replyToHost } from "@/lib/operations/reports/answers/mutations";
import { replySchema } from "@/lib/operations/reports/answers/schema";

export const replyToHostAction = merchantAction({ spends: "reply_to_host", input: replySchema, run: replyToHost });
