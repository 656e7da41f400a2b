import { CONTROL_ADDRESS, EGRESS_ADDRESSES } from "@/e2e/lab/harness/lab";
import type { CheckResult } from "@/lib/checks/result";
import { runCheck } from "@/lib/probe/check-shop";

/** The check as the worker runs it, against a server of the lab. */
export const checkShop = (url: string, credentials?: Record<string, string>): Promise<CheckResult> =>
  runCheck({
    url,
    platform: "woocommerce",
    egress: { addresses: EGRESS_ADDRESSES, control: CONTROL_ADDRESS },
    policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
    ...(credentials === undefined ? {} : { credentials }),
  });
