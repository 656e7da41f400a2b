"use server";

import { z } from "zod";
import { ok } from "@/lib/base/result";
import { merchantAction, staffMerchantAction } from "@/lib/identity/auth/action";
import { answerThread, askSupport, markThreadRead, solveThread } from "@/lib/support/threads/mutations";
import { answerSchema, askSchema, solveSchema } from "@/lib/support/threads/schema";

export const askSupportAction = merchantAction({ spends: "ask_support", input: askSchema, run: askSupport });

export const writeToSupport = merchantAction({ spends: "ask_support", input: answerSchema, run: answerThread });

/** What a member has on screen counts as read; staff who read the merchant's pages do not count. */
export const markReadAction = merchantAction({
  input: z.object({ threadId: z.uuid() }),
  allowReadOnly: true,
  run: async (scope, { threadId }) => ok(scope.actor.kind === "member" && (await markThreadRead(scope, threadId, "merchant"))),
});

export const solveThreadAction = staffMerchantAction({ right: "answer_questions", input: solveSchema, run: solveThread });

export const markReadByStaff = staffMerchantAction({
  right: "answer_questions",
  input: z.object({ threadId: z.uuid() }),
  run: async (scope, { threadId }) => ok(await markThreadRead(scope, threadId, "staff")),
});
