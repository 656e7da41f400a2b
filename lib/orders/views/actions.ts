"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { merchantAction } from "@/lib/identity/auth/action";
import { removeOrderView, saveOrderView } from "@/lib/orders/views/mutations";
import { orderViewSchema } from "@/lib/orders/views/schema";

const save = merchantAction({ input: orderViewSchema, run: saveOrderView });
const remove = merchantAction({ input: z.object({ viewId: z.uuid() }), run: removeOrderView });

// Form actions, which work without scripts.

export async function saveOrderViewForm(merchantId: string, _state: unknown, form: FormData) {
  const result = await save(merchantId, form);
  if (!result.ok) return { name: String(form.get("name") ?? ""), refusal: result };
  revalidatePath(`/m/${merchantId}/orders`);
  return null;
}

export async function removeOrderViewForm(merchantId: string, viewId: string): Promise<void> {
  if ((await remove(merchantId, { viewId })).ok) revalidatePath(`/m/${merchantId}/orders`);
}
