"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { findStaffMerchantScope } from "@/lib/accounts/data";
import { merchantPath, openMerchantSchema } from "@/lib/accounts/schema";
import { endVisit, openVisit, stopActing } from "@/lib/accounts/visits";
import { isSameOrigin } from "@/lib/auth/origin";
import { requirePerson } from "@/lib/auth/session";

async function requireOwnPage(): Promise<void> {
  const requestHeaders = await headers();
  if (!isSameOrigin((name) => requestHeaders.get(name))) notFound();
}

/** Opens a merchant for a member of staff, to look or with a reason to act for a while: written into the merchant's history. */
export async function openMerchant(merchantId: string, form: FormData): Promise<void> {
  await requireOwnPage();
  const person = await requirePerson();
  const said = { reason: form.get("reason") ?? "", minutes: form.get("minutes"), to: form.get("to") ?? "" };
  const input = openMerchantSchema.safeParse({ merchantId, ...said });
  if (!input.success) notFound();
  const scope = await findStaffMerchantScope(person, input.data.merchantId, input.data.reason);
  if (!scope) notFound();
  await openVisit(scope, person, input.data.minutes);
  redirect(merchantPath(scope.merchantId, input.data.to));
}

/** The scope of the member of staff on the merchant, or "not found" for everybody else. */
async function requireVisitor(merchantId: string) {
  await requireOwnPage();
  const person = await requirePerson();
  const scope = z.uuid().safeParse(merchantId).success ? await findStaffMerchantScope(person, merchantId, null) : null;
  if (!scope) notFound();
  return { person, scope };
}

/** Ends acting before its time; the pages stay open to look at. */
export async function endActing(merchantId: string): Promise<void> {
  const { person, scope } = await requireVisitor(merchantId);
  await stopActing(scope, person);
  revalidatePath(`/m/${merchantId}`, "layout");
}

export async function leaveMerchant(merchantId: string): Promise<void> {
  const { person, scope } = await requireVisitor(merchantId);
  await endVisit(scope, person);
  redirect("/support");
}
