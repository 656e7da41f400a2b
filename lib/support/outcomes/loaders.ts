import "server-only";
import { requireStaffScope } from "@/lib/identity/accounts/loaders";
import { listDiagnosisRecords } from "@/lib/support/outcomes/data";

export const loadDiagnosisRecords = async () => listDiagnosisRecords(await requireStaffScope());
