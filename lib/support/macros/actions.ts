"use server";

import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ok, refuse } from "@/lib/base/result";
import { staffAction, staffMerchantAction } from "@/lib/identity/auth/action";
import { draftAnswers } from "@/lib/support/macros/data";
import { removeMacro, saveMacro, sendAnswer } from "@/lib/support/macros/mutations";
import { draftSchema, macroSchema, sentAnswerSchema } from "@/lib/support/macros/schema";

export const draftAnswersAction = staffMerchantAction({
  right: "answer_questions",
  input: draftSchema,
  run: async (scope, input) => {
    const drafts = await draftAnswers(scope, input);
    return drafts ? ok(drafts) : refuse("not_found");
  },
});

export const sendAnswerAction = staffAction({
  right: "answer_questions",
  input: sentAnswerSchema,
  run: async (scope, input) => sendAnswer(scope, input, (await getTranslations("support.queue"))("step.reason")),
});

export const saveMacroAction = staffAction({ right: "write_notes", input: macroSchema, run: saveMacro });
export const removeMacroAction = staffAction({ right: "write_notes", input: z.object({ id: z.uuid() }), run: removeMacro });
