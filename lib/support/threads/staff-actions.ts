"use server";

import { z } from "zod";
import { ok } from "@/lib/base/result";
import { staffMerchantAction } from "@/lib/identity/auth/action";
import { answerThread, markThreadRead, solveThread } from "@/lib/support/threads/mutations";
import { answerSchema, solveSchema } from "@/lib/support/threads/schema";

export const answerMerchant = staffMerchantAction({ right: "answer_questions", input: answerSchema, run: answerThread });

export const solveThreadAction = staffMerchantAction({ right: "answer_questions", input: solveSchema, run: solveThread });

export const markReadByStaff = staffMerchantAction({
  right: "answer_questions",
  input: z.object({ threadId: z.uuid() }),
  run: async (scope, { threadId }) => ok(await markThreadRead(scope, threadId, "staff")),
});
