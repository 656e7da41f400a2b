"use server";

import { merchantAction } from "@/lib/identity/auth/action";
import { answerFix } from "@/lib/operations/learning/mutations";
import { fixAnswerSchema } from "@/lib/operations/learning/schema";

export const answerFixAction = merchantAction({ input: fixAnswerSchema, revalidates: "/m/[merchantId]", run: answerFix });
