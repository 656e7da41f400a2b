// Says what is wrong with the environment, and ends with 1 then. A process of its own: it brings Node's compiler along, 30 MB for as long as it lasts.
import { env } from "../lib/infra/env.ts";

try {
  env();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
