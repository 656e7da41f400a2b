import "server-only";
import { notFound } from "next/navigation";
import { z } from "zod";
import { pageNumber } from "@/lib/base/paging";
import { isAllowed, type PlatformScope, staffScope } from "@/lib/identity/accounts/access";
import { requireMerchantScope, requireStaffScope } from "@/lib/identity/accounts/loaders";
import { recordStaffExport } from "@/lib/identity/audit/record";
import { currentPerson } from "@/lib/identity/auth/session";
import { countResults, listResults, printResults } from "@/lib/operations/fleet/bulk-results";
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
import { countWeeks } from "@/lib/operations/fleet/weeks";

/** For a page of its own without live updates: it reads every incident of two weeks. */
export const loadWeeks = async () => countWeeks(await requireStaffScope());

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

/** The shops of a bulk job, and the earlier job whose shops it repeats; none for an empty filter. */
export async function loadBulkDraft(query: Record<string, unknown>) {
  const scope = await requireStaffScope("run_fleet_jobs");
  const filter = parseFleetFilter(query);
  if (isEmptyFilter(filter)) return null;
  const [earlier = null] = filter.job ? await listBulkJobs(scope, filter.job) : [];
  return { ...(await readFittingShops(scope, query)), earlier };
}

/** A bulk job with what became of its shops. */
export async function loadBulkJob(jobId: string, query: Record<string, unknown>) {
  const scope = await requireStaffScope();
  const [job] = z.uuid().safeParse(jobId).success ? await listBulkJobs(scope, jobId) : [];
  if (!job) notFound();
  const { result, detail } = parseFleetFilter({ ...query, job: jobId });
  const page = pageNumber.parse(query["page"]);
  const [groups, shops] = await Promise.all([countResults(scope, jobId), listResults(scope, jobId, { result, detail }, page)]);
  const rights = { mayRun: isAllowed(scope, "run_fleet_jobs"), mayExport: isAllowed(scope, "export_data") };
  return { job, groups, shops, page, result, detail, ...rights };
}

/** The same as CSV; null without the right to export. */
export async function exportBulkJob(jobId: string, query: Record<string, unknown>): Promise<AsyncGenerator<string> | null> {
  const person = await currentPerson();
  const scope = person && staffScope(person);
  if (!scope || !isAllowed(scope, "export_data") || !z.uuid().safeParse(jobId).success) return null;
  await recordStaffExport(scope, "bulk_exported", { jobId });
  return printResults(scope, jobId, parseFleetFilter({ ...query, job: jobId }));
}

export async function loadKnownProblems(merchantId: string, integrationId: string | null): Promise<KnownProblem[]> {
  return listKnownProblems(await requireMerchantScope(merchantId), integrationId);
}
