import { checkEnvironment } from "@/lib/infra/env";

// The worker imports this first, since other modules read the environment when they are loaded.
checkEnvironment("worker");
