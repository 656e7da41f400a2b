"use server";

import { z } from "zod";
import { merchantAction } from "@/lib/identity/auth/action";
import { makeWebhookSecret, revokeWebhookSecret } from "@/lib/orders/tracking/webhook/mutations";

const integrationInput = z.object({ integrationId: z.uuid() });

export const makeWebhookSecretAction = merchantAction({ input: integrationInput, run: makeWebhookSecret });
export const revokeWebhookSecretAction = merchantAction({ input: integrationInput, run: revokeWebhookSecret });
