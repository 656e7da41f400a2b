"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { merchantAction } from "@/lib/identity/auth/action";
import { removeOrderView, saveOrderView } from "@/lib/orders/views/mutations";
import { orderViewSchema } from "@/lib/orders/views/schema";

const save = merchantAction({ input: orderViewSchema, run: saveOrderView });
const remove = merchantAction({ input: z.object({ viewId: z.uuid() }), run: removeOrderView });

// Forms that work without scripts: refused input leaves the list as it is.

export async function saveOrderViewForm(merchantId: string, form: FormData): Promise<void> {
  if ((await save(merchantId, form)).ok) revalidatePath(`/m/${merchantId}/orders`);
}

export async function removeOrderViewForm(merchantId: string, viewId: string): Promise<void> {
  if ((await remove(merchantId, { viewId })).ok) revalidatePath(`/m/${merchantId}/orders`);
}
