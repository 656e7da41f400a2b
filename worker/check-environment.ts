import { checkEnvironment } from "@/lib/infra/env";

// Imported first by the worker: other modules read the environment while they are loaded.
checkEnvironment("worker");
