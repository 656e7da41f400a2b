"use server";

import { revalidatePath } from "next/cache";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { requireStaffScope } from "@/lib/identity/accounts/loaders";
import { comesFromHere } from "@/lib/identity/auth/request";
import { parseFleetFilter, printFleetFilter } from "@/lib/operations/fleet/filter";
import { askHostOfIncident, startBulkJob, stopBulkJob } from "@/lib/operations/fleet/mutations";
import { askHostSchema, bulkSchema } from "@/lib/operations/fleet/schema";

async function requireStaffHere() {
  if (!(await comesFromHere())) notFound();
  return requireStaffScope("run_fleet_jobs");
}

/** Starts a check or Refresh of all shops that match the filter of the URL. */
export async function orderBulkJob(query: string, form: FormData): Promise<void> {
  const scope = await requireStaffHere();
  const filter = parseFleetFilter(Object.fromEntries(new URLSearchParams(query)));
  const order = bulkSchema.safeParse({ kind: form.get("kind"), reason: form.get("reason"), perMinute: form.get("perMinute") });
  // The field shows what is invalid about the reason.
  if (!order.success && order.error.issues.every(({ path }) => path[0] === "reason")) return;
  if (!order.success) notFound();
  const started = await startBulkJob(scope, filter, order.data);
  redirect(started.ok ? `/support/fleet/jobs/${started.value.jobId}` : `/support/fleet/bulk${printFleetFilter(filter)}`);
}

export async function stopJob(jobId: string): Promise<void> {
  const scope = await requireStaffHere();
  if (!z.uuid().safeParse(jobId).success) notFound();
  await stopBulkJob(scope, jobId);
  revalidatePath("/support/fleet", "layout");
}

export async function askHost(incidentId: string, form: FormData): Promise<void> {
  const scope = await requireStaffHere();
  const order = askHostSchema.safeParse({ incidentId, mailTo: form.get("mailTo"), locale: form.get("locale") });
  // The field shows what is invalid about the address.
  if (!order.success && order.error.issues.every(({ path }) => path[0] === "mailTo")) return;
  if (!order.success) notFound();
  await askHostOfIncident(scope, order.data);
  revalidatePath("/support/fleet", "layout");
}
