import { boundConnections } from "@/lib/infra/bound-connections";
import { checkEnvironment } from "@/lib/infra/env";

// Before any module that reads the environment is loaded.
checkEnvironment("web");
boundConnections();
