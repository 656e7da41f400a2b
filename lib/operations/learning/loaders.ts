import "server-only";
import { requireStaffScope } from "@/lib/identity/accounts/loaders";
import { isFailing, listFixRecords, listOtherFixes } from "@/lib/operations/learning/data";

export async function loadFixRecords() {
  const scope = await requireStaffScope();
  const [records, others] = await Promise.all([listFixRecords(scope), listOtherFixes(scope)]);
  return { records: [...records.filter(isFailing), ...records.filter((record) => !isFailing(record))], others };
}

/** How many fixes fail for most shops that applied them. */
export async function countFailingFixes(): Promise<number> {
  return (await listFixRecords(await requireStaffScope())).filter(isFailing).length;
}
