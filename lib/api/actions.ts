"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { makeApiToken, revokeApiToken, takeOverApiToken } from "@/lib/api/mutations";
import { newTokenSchema } from "@/lib/api/schema";
import { ownerAction } from "@/lib/identity/auth/owner-action";

const showAnew = <Result>(result: Result): Result => {
  revalidatePath("/m/[merchantId]/settings/api", "page");
  return result;
};

export const makeApiTokenAction = ownerAction({
  input: newTokenSchema,
  needsProof: true,
  run: async (scope, input) => showAnew(await makeApiToken(scope, input)),
});

export const revokeApiTokenAction = ownerAction({
  input: z.object({ id: z.uuid() }),
  run: async (scope, input) => showAnew(await revokeApiToken(scope, input)),
});

export const takeOverApiTokenAction = ownerAction({
  input: z.object({ id: z.uuid() }),
  run: async (scope, input) => showAnew(await takeOverApiToken(scope, input)),
});
