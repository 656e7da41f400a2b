import { checkEnvironment, env, required } from "@/lib/infra/env";
import { migrate } from "@/lib/infra/migrate";

checkEnvironment("migrations");
const applied = await migrate(required("MIGRATE_DATABASE_URL"), env().DATABASE_URL);
console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "Nothing to apply.");
