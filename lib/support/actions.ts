"use server";

import { revalidatePath } from "next/cache";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { multiLine } from "@/lib/base/normalize-text";
import { isAllowed } from "@/lib/identity/accounts/access";
import { findStaffMerchantScope } from "@/lib/identity/accounts/data";
import { requireStaffScope } from "@/lib/identity/accounts/loaders";
import { merchantPath, openDataSchema, openMerchantSchema } from "@/lib/identity/accounts/schema";
import { endVisit, openData, openVisit, stopActing } from "@/lib/identity/accounts/visits";
import { staffAction } from "@/lib/identity/auth/action";
import { comesFromHere } from "@/lib/identity/auth/request";
import { requirePerson } from "@/lib/identity/auth/session";
import {
  buyerSearchSchema,
  noteSchema,
  removeNote,
  removeView,
  savedViewSchema,
  saveView,
  searchBuyer,
  writeNote,
} from "@/lib/support/mutations";

/** Opens a merchant for staff: read-only or, with a reason, for acting during a limited time; audited at the merchant. */
export async function openMerchant(merchantId: string, form: FormData): Promise<void> {
  if (!(await comesFromHere())) notFound();
  const person = await requirePerson();
  const said = { reason: form.get("reason") ?? "", minutes: form.get("minutes"), to: form.get("to") ?? "" };
  const input = openMerchantSchema.safeParse({ merchantId, ...said });
  if (!input.success) notFound();
  // A blank reason is an error, not read-only access: without scripts the field was not validated.
  if (said.reason !== "" && input.data.reason === null) return;
  const scope = await findStaffMerchantScope(person, input.data.merchantId, input.data.reason);
  if (!scope || (input.data.reason !== null && !isAllowed(scope, "act_for_merchant"))) notFound();
  await openVisit(scope, person, input.data.minutes);
  redirect(merchantPath(scope.merchantId, input.data.to));
}

/** Stores why the visitor opens orders or evidence, and continues to the page that asked. */
export async function openMerchantData(merchantId: string, form: FormData): Promise<void> {
  const { person, scope } = await requireVisitor(merchantId);
  if (isBlank(form.get("reason"))) return;
  const input = openDataSchema.safeParse({ merchantId, reason: form.get("reason"), to: form.get("to") ?? "" });
  if (!input.success) notFound();
  await openData(scope, person, input.data.reason);
  redirect(merchantPath(scope.merchantId, input.data.to));
}

/** The staff member's scope on the merchant; "not found" for others. */
async function requireVisitor(merchantId: string) {
  if (!(await comesFromHere())) notFound();
  const person = await requirePerson();
  const scope = z.uuid().safeParse(merchantId).success ? await findStaffMerchantScope(person, merchantId, null) : null;
  if (!scope) notFound();
  return { person, scope };
}

/** Ends write access early; the pages remain readable. */
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

export const searchBuyerAction = staffAction({
  right: "search_buyers",
  spends: "search_buyer",
  input: buyerSearchSchema,
  run: searchBuyer,
});

/** Blank texts are not stored. The page says so at the field; without scripts it stays unchanged. */
const isBlank = (text: unknown): boolean => typeof text === "string" && multiLine(text) === "";

/** For notes and saved views, which staff share: the scope over all merchants, or "not found". */
async function requireStaff() {
  if (!(await comesFromHere())) notFound();
  return requireStaffScope("write_notes");
}

export async function keepNote(merchantId: string, form: FormData): Promise<void> {
  const scope = await requireStaff();
  if (isBlank(form.get("text"))) return;
  const input = noteSchema.extend({ merchantId: z.uuid() }).safeParse({ merchantId, text: form.get("text") });
  if (!input.success || !(await writeNote(scope, input.data)).ok) notFound();
  revalidatePath(`/support/merchants/${merchantId}`);
}

export async function removeMerchantNote(merchantId: string, noteId: string): Promise<void> {
  const scope = await requireStaff();
  const input = z.object({ merchantId: z.uuid(), noteId: z.uuid() }).safeParse({ merchantId, noteId });
  if (!input.success) notFound();
  await removeNote(scope, input.data);
  revalidatePath(`/support/merchants/${merchantId}`);
}

/** Saves the displayed list under a name, for all staff. */
export async function keepView(_state: unknown, form: FormData): Promise<null> {
  const scope = await requireStaff();
  if (isBlank(form.get("name"))) return null;
  const input = savedViewSchema.safeParse({ name: form.get("name"), path: form.get("path"), query: form.get("query") });
  if (!input.success) notFound();
  await saveView(scope, input.data);
  revalidatePath(input.data.path);
  return null;
}

export async function removeSavedView(viewId: string): Promise<void> {
  const scope = await requireStaff();
  if (!z.uuid().safeParse(viewId).success) notFound();
  await removeView(scope, viewId);
  revalidatePath("/support", "layout");
}
