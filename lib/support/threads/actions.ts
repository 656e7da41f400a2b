"use server";

import { z } from "zod";
import { ok } from "@/lib/base/result";
import { merchantAction } from "@/lib/identity/auth/action";
import { answerThread, askSupport, markThreadRead } from "@/lib/support/threads/mutations";
import { answerSchema, askSchema } from "@/lib/support/threads/schema";

export const askSupportAction = merchantAction({ spends: "ask_support", input: askSchema, run: askSupport });

export const writeToSupport = merchantAction({ spends: "ask_support", input: answerSchema, run: answerThread });

/** What a member has on the screen counts as read; what staff look at in the merchant's pages does not. */
export const markReadAction = merchantAction({
  input: z.object({ threadId: z.uuid() }),
  allowReadOnly: true,
  run: async (scope, { threadId }) => ok(scope.actor.kind === "member" && (await markThreadRead(scope, threadId, "merchant"))),
});
