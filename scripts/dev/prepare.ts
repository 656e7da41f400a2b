// Migrates the database; `--demo` seeds an empty one, `--new-password` resets the demo's. Prints JSON for the start script.
import { required } from "@/lib/infra/env";
import { migrate } from "@/lib/infra/migrate";
import { subscribeReactions } from "@/worker/reactions";

subscribeReactions();
const applied = await migrate(required("MIGRATE_DATABASE_URL"), required("DATABASE_URL"));
const seeded = process.argv.includes("--demo") ? await (await import("@/prisma/seed")).seedDemo() : false;
if (process.argv.includes("--new-password") && !seeded) await (await import("@/prisma/demo/people")).resetDemoPasswords();
console.log(JSON.stringify({ applied, seeded }));
process.exit(0);
