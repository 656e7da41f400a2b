import { required } from "@/lib/infra/env";
import { migrate } from "@/lib/infra/migrate";

const applied = await migrate(required("DATABASE_URL"));
console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "Nothing to apply.");
