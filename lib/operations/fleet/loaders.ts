import "server-only";
import { notFound } from "next/navigation";
import { z } from "zod";
import { pageNumber } from "@/lib/base/paging";
import { isAllowed, type PlatformScope } from "@/lib/identity/accounts/access";
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

export async function loadFleet() {
  const scope = await requireStaffScope();
  const [incidents, counts, course, jobs] = await Promise.all([
    listFleetIncidents(scope),
    countFleet(scope),
    readCourse(scope, COURSE_HOURS),
    listBulkJobs(scope),
  ]);
  return { incidents, counts, course, jobs, mayRun: isAllowed(scope, "run_fleet_jobs") };
}

/** The shops that match a filter, for all staff. */
export async function loadFleetShops(query: Record<string, unknown>) {
  const scope = await requireStaffScope();
  return { ...(await readFittingShops(scope, query)), mayRun: isAllowed(scope, "run_fleet_jobs") };
}

async function readFittingShops(scope: PlatformScope, query: Record<string, unknown>) {
  const filter = parseFleetFilter(query);
  const page = pageNumber.parse(query["page"]);
  const [count, shops] = await Promise.all([countShops(scope, filter), listFittingShops(scope, filter, page)]);
  return { filter, count, page, shops };
}

/** The shops of a bulk job; not found for an empty filter. */
export async function loadBulkDraft(query: Record<string, unknown>) {
  const scope = await requireStaffScope("run_fleet_jobs");
  if (isEmptyFilter(parseFleetFilter(query))) notFound();
  return readFittingShops(scope, query);
}

export async function loadBulkJob(jobId: string) {
  const scope = await requireStaffScope();
  const [job] = z.uuid().safeParse(jobId).success ? await listBulkJobs(scope, jobId) : [];
  return { job: job ?? notFound(), mayRun: isAllowed(scope, "run_fleet_jobs") };
}

export async function loadKnownProblems(merchantId: string, integrationId: string | null): Promise<KnownProblem[]> {
  return listKnownProblems(await requireMerchantScope(merchantId), integrationId);
}
