"use server";

import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { findStaffMerchantScope } from "@/lib/accounts/data";
import { recordOpening } from "@/lib/accounts/mutations";
import { openMerchantSchema } from "@/lib/accounts/schema";
import { giveSupportGrant, takeSupportGrant } from "@/lib/accounts/support-grant";
import { isSameOrigin } from "@/lib/auth/origin";
import { requirePerson } from "@/lib/auth/session";

async function requireOwnPage(): Promise<void> {
  const requestHeaders = await headers();
  if (!isSameOrigin((name) => requestHeaders.get(name))) notFound();
}

/** Opens a merchant for a member of staff: written into the merchant's history, then on to its integrations. */
export async function openMerchant(merchantId: string, form: FormData): Promise<void> {
  await requireOwnPage();
  const person = await requirePerson();
  const input = openMerchantSchema.safeParse({ merchantId, reason: form.get("reason") ?? "" });
  if (!input.success) notFound();
  const scope = await findStaffMerchantScope(person, input.data.merchantId, input.data.reason);
  if (!scope) notFound();
  await recordOpening(scope);
  await giveSupportGrant({ sessionId: person.sessionId, ...input.data });
  redirect(`/m/${scope.merchantId}/integrations`);
}

export async function leaveMerchant(merchantId: string): Promise<void> {
  await requireOwnPage();
  const person = await requirePerson();
  if (!person.isStaff || !z.uuid().safeParse(merchantId).success) notFound();
  await takeSupportGrant(merchantId);
  redirect("/support");
}
