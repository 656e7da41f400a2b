import { required } from "@/lib/system/env";
import { migrate } from "@/lib/system/migrate";

const applied = await migrate(required("DATABASE_URL"));
console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "Nothing to apply.");
