import path from "node:path";
import { createReadiness, listMigrations } from "@/lib/infra/observe/readiness";

let expected: string[] | undefined;

/** Of a web process, which runs in the folder of its build. */
export const webReadiness = createReadiness(() => {
  expected ??= listMigrations(path.join(process.cwd(), "prisma/migrations"));
  return expected;
});
