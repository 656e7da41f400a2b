import "server-only";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requireMerchantScope, requireStaffScope } from "@/lib/identity/accounts/loaders";
import { countFleet, readCourse } from "@/lib/operations/fleet/counts";
import {
  countShops,
  type KnownProblem,
  listBulkJobs,
  listFittingShops,
  listFleetIncidents,
  listKnownProblems,
} from "@/lib/operations/fleet/data";
import { isEmptyFilter, parseFleetFilter } from "@/lib/operations/fleet/filter";

const COURSE_HOURS = 48;
const pageSchema = z.coerce.number().int().min(1).max(10_000).catch(1);

export async function loadFleet() {
  const scope = await requireStaffScope();
  const [incidents, counts, course, jobs] = await Promise.all([
    listFleetIncidents(scope),
    countFleet(scope),
    readCourse(scope, COURSE_HOURS),
    listBulkJobs(scope),
  ]);
  return { incidents, counts, course, jobs };
}

/** The shops that a job would be about; a filter that says nothing leads nowhere. */
export async function loadBulkDraft(query: Record<string, unknown>) {
  const scope = await requireStaffScope();
  const filter = parseFleetFilter(query);
  if (isEmptyFilter(filter)) notFound();
  const page = pageSchema.parse(query["page"]);
  const [count, fitting] = await Promise.all([countShops(scope, filter), listFittingShops(scope, filter, page)]);
  return { filter, count, page, ...fitting };
}

export async function loadBulkJob(jobId: string) {
  const scope = await requireStaffScope();
  const [job] = z.uuid().safeParse(jobId).success ? await listBulkJobs(scope, jobId) : [];
  return job ?? notFound();
}

export async function loadKnownProblems(merchantId: string, integrationId: string | null): Promise<KnownProblem[]> {
  return listKnownProblems(await requireMerchantScope(merchantId), integrationId);
}
