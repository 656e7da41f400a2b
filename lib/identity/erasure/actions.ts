"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { personAction } from "@/lib/identity/auth/action";
import { askAccountDeletion, withdrawAccountDeletion } from "@/lib/identity/erasure/mutations";

const showAnew = <Result>(result: Result): Result => {
  revalidatePath("/", "layout");
  return result;
};

export const askAccountDeletionAction = personAction({
  act: "account_deletion_asked",
  input: z.object({}),
  run: async (person) => showAnew(await askAccountDeletion(person)),
});

export const withdrawAccountDeletionAction = personAction({
  input: z.object({}),
  run: async (person) => showAnew(await withdrawAccountDeletion(person)),
});
