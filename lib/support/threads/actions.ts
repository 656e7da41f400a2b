"use server";

import { z } from "zod";
import { ok } from "@/lib/base/result";
import { merchantAction, staffMerchantAction } from "@/lib/identity/auth/action";
import { recordThreadOutcome } from "@/lib/support/outcomes/mutations";
import { answerThread, askSupport, markThreadRead, solveThread } from "@/lib/support/threads/mutations";
import { answerSchema, askSchema, endSchema } from "@/lib/support/threads/schema";

export const askSupportAction = merchantAction({ spends: "ask_support", input: askSchema, run: askSupport });

export const writeToSupport = merchantAction({ spends: "ask_support", input: answerSchema, run: answerThread });

/** What a member has on screen counts as read; staff who read the merchant's pages do not count. */
export const markReadAction = merchantAction({
  input: z.object({ threadId: z.uuid() }),
  allowReadOnly: true,
  run: async (scope, { threadId }) => ok(scope.actor.kind === "member" && (await markThreadRead(scope, threadId, "merchant"))),
});

/** Solves a question and stores the outcome of the incident that it was about. */
export const solveThreadAction = staffMerchantAction({
  right: "answer_questions",
  input: endSchema,
  run: async (scope, { solvedBy, verdict, ...solution }) => {
    const solved = await solveThread(scope, solution);
    const { merchantId } = scope;
    const { threadId, causeCode: actualCause, fix: text } = solution;
    if (solved.ok && solvedBy)
      await recordThreadOutcome(scope, { merchantId, threadId, solvedBy, verdict: verdict ?? "unknown", actualCause, text });
    return solved;
  },
});

export const markReadByStaff = staffMerchantAction({
  right: "answer_questions",
  input: z.object({ threadId: z.uuid() }),
  run: async (scope, { threadId }) => ok(await markThreadRead(scope, threadId, "staff")),
});
