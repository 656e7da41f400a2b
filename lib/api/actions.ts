"use server";

import { z } from "zod";
import { makeApiToken, revokeApiToken, takeOverApiToken } from "@/lib/api/mutations";
import { newTokenSchema } from "@/lib/api/schema";
import { ownerAction } from "@/lib/identity/auth/action";

export const makeApiTokenAction = ownerAction({
  input: newTokenSchema,
  needsProof: true,
  revalidates: "/m/[merchantId]/settings/api",
  run: makeApiToken,
});

export const revokeApiTokenAction = ownerAction({
  input: z.object({ id: z.uuid() }),
  revalidates: "/m/[merchantId]/settings/api",
  run: revokeApiToken,
});

export const takeOverApiTokenAction = ownerAction({
  input: z.object({ id: z.uuid() }),
  revalidates: "/m/[merchantId]/settings/api",
  run: takeOverApiToken,
});
