"use server";

import { z } from "zod";
import { makeApiToken, revokeApiToken, takeOverApiToken } from "@/lib/api/mutations";
import { newTokenSchema } from "@/lib/api/schema";
import { ownerAction } from "@/lib/identity/auth/action";

export const makeApiTokenAction = ownerAction({
  act: "api_token_made",
  input: newTokenSchema,
  revalidates: "/m/[merchantId]/settings/api",
  run: makeApiToken,
});

export const revokeApiTokenAction = ownerAction({
  input: z.object({ id: z.uuid() }),
  revalidates: "/m/[merchantId]/settings/api",
  run: revokeApiToken,
});

export const takeOverApiTokenAction = ownerAction({
  act: "api_token_taken_over",
  input: z.object({ id: z.uuid() }),
  revalidates: "/m/[merchantId]/settings/api",
  run: takeOverApiToken,
});
