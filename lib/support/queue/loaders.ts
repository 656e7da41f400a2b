import "server-only";
import { isAllowed } from "@/lib/identity/accounts/access";
import { requireStaffScope } from "@/lib/identity/accounts/loaders";
import { requirePerson } from "@/lib/identity/auth/session";
import { isFailing, listFixRecords } from "@/lib/operations/learning/data";
import { listSavedViews } from "@/lib/support/data";
import { listEnded } from "@/lib/support/outcomes/data";
import { listQueue, listStaff } from "@/lib/support/queue/data";
import { parseQueueQuery } from "@/lib/support/queue/schema";

export async function loadQueue(search: Record<string, unknown>) {
  const scope = await requireStaffScope();
  const query = parseQueueQuery(search);
  const { personId } = await requirePerson();
  const [page, views, staff, fixes, ended] = await Promise.all([
    listQueue(scope, query),
    listSavedViews(scope, "/support/queue"),
    listStaff(scope),
    listFixRecords(scope),
    listEnded(scope),
  ]);
  return {
    query,
    views,
    staff,
    ended,
    reader: personId,
    ...page,
    failingFixes: fixes.filter(isFailing).length,
    mayWrite: isAllowed(scope, "write_notes"),
    mayWork: isAllowed(scope, "work_incidents"),
    mayAnswer: isAllowed(scope, "answer_questions"),
    mayAct: isAllowed(scope, "act_for_merchant"),
    mayRun: isAllowed(scope, "run_fleet_jobs"),
  };
}
