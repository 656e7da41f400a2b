// Migrates the database; `--demo` seeds an empty one, `--new-password` resets the demo's; otherwise `firstAccount` is the token of a link that
// creates the first account, or null. Prints JSON for the start script.
import { required } from "@/lib/infra/env";
import { migrate } from "@/lib/infra/migrate";
import { subscribeReactions } from "@/worker/reactions";

subscribeReactions();
const applied = await migrate(required("MIGRATE_DATABASE_URL"), required("DATABASE_URL"));
const isDemo = process.argv.includes("--demo");
const seeded = isDemo ? await (await import("@/prisma/seed")).seedDemo() : false;
if (process.argv.includes("--new-password") && !seeded) await (await import("@/prisma/demo/people")).resetDemoPasswords();
const firstAccount = isDemo ? null : await (await import("@/lib/identity/accounts/first-account")).offerFirstAccount(new Date());
console.log(JSON.stringify({ applied, seeded, firstAccount }));
process.exit(0);
