import "@/worker/check-environment";
import { checkEgress, outsideConfig } from "@/lib/connectors/egress/config";
import { followEgressFailures } from "@/lib/health/follow-egress-failures";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { disconnect } from "@/lib/infra/db";
import { insist } from "@/lib/infra/insist";
import { log } from "@/lib/infra/log";
import { MIGRATIONS_FOLDER } from "@/lib/infra/migrations-folder";
import { createReadiness, listMigrations, startDraining } from "@/lib/infra/observe/readiness";
import { startTracing } from "@/lib/infra/observe/start-tracing";
import { startStatusServer } from "@/lib/infra/observe/status-server";
import { requireRuntimeLogin } from "@/lib/infra/runtime-login";
import { recordFirstAddresses } from "@/lib/operations/addresses/mutations";
import { createDatabaseGauges } from "@/worker/database-gauges";
import { subscribeReactions } from "@/worker/reactions";
import { startWorker } from "@/worker/start-worker";

async function main(): Promise<void> {
  const tracing = await startTracing("mooring-worker");
  const migrations = listMigrations(MIGRATIONS_FOLDER);
  const readiness = createReadiness(() => migrations);
  let isStarted = false;
  startStatusServer({
    readiness: async (options) => (isStarted ? readiness(options) : "starting"),
    beforeScrape: createDatabaseGauges(),
  });
  await requireRuntimeLogin();
  subscribeReactions();
  followEgressFailures();
  const outside = outsideConfig();
  const egress = checkEgress(outside.egress);
  if (!egress.ok)
    throw new Error(`Environment: this machine does not have the egress address ${egress.reason.address}, and no proxy is named for it.`);
  await insist("first addresses", () => recordFirstAddresses(jobPlatformScope("start"), outside.egress.addresses));
  const worker = await startWorker(outside);
  isStarted = true;

  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    startDraining();
    log.info({ signal }, "worker stopping");
    await worker.stop();
    await disconnect();
    await tracing?.stop();
    log.info("worker stopped");
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));
  log.info({ egress: outside.egress.addresses }, "worker ready");
}

main().catch((error: unknown) => {
  log.fatal({ err: error }, "worker could not start");
  process.exit(1);
});
