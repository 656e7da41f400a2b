import { checkEnvironment } from "@/lib/infra/env";

// Must precede modules that read the environment when loaded.
checkEnvironment("web");
