import { jobPlatformScope } from "@/lib/accounts/access";
import { recordFirstAddresses } from "@/lib/addresses/mutations";
import { rehearseShop } from "@/lib/addresses/rehearse";
import { checkEgress, outsideConfig } from "@/lib/egress/config";
import { warmUp } from "@/lib/probe/warm-up";
import { disconnect } from "@/lib/system/db";
import { log } from "@/lib/system/log";
import { canaryLook } from "@/worker/handlers/canary-look";
import { checkShop } from "@/worker/handlers/check-shop";
import { fetchHintedOrders } from "@/worker/handlers/fetch-hinted";
import { pushShipments } from "@/worker/handlers/push-shipments";
import { syncOrders } from "@/worker/handlers/sync-orders";
import { tendShopWebhooks } from "@/worker/handlers/tend-webhooks";
import { startWorker } from "@/worker/start-worker";

async function main(): Promise<void> {
  const outside = outsideConfig();
  const egress = checkEgress(outside.egress);
  if (!egress.ok) throw new Error(`Environment: this machine does not have the egress address ${egress.reason.address}.`);
  await recordFirstAddresses(jobPlatformScope("start"), outside.egress.addresses);
  if (!(await warmUp())) log.warn("the check that warms this process up did not end as it should");
  const worker = await startWorker(
    {
      "sync-orders": syncOrders,
      "check-shop": checkShop,
      "canary-look": canaryLook,
      "push-shipments": pushShipments,
      "rehearse-shop": rehearseShop,
      "tend-webhooks": tendShopWebhooks,
      "fetch-hinted": fetchHintedOrders,
    },
    outside,
  );

  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "worker stops");
    await worker.stop();
    await disconnect();
    log.info("worker stopped");
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));
  log.info({ pid: process.pid, egress: outside.egress.addresses }, "worker ready");
}

main().catch((error: unknown) => {
  log.fatal({ err: error }, "worker could not start");
  process.exit(1);
});
