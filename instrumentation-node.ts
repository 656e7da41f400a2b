import { checkEnvironment } from "@/lib/infra/env";

// Before any module that reads the environment is loaded.
checkEnvironment("web");
