import { CONTROL_ADDRESS, EGRESS_ADDRESSES } from "@/e2e/lab/harness/lab";
import { BOTH_AGENTS } from "@/e2e/lab/lab-case";
import type { CauseCode } from "@/lib/check/causes";
import type { Fix } from "@/lib/check/diagnosis/fixes/fix";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { CheckResult } from "@/lib/check/result";
import { REQUIRED_METHODS } from "@/lib/connectors/egress/user-agents";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

/** The check as the worker runs it, against a server in the lab. */
export const checkShop = (
  url: string,
  credentials?: Record<string, string>,
  shopSystem: ShopSystem = "woocommerce",
): Promise<CheckResult> =>
  runCheck({
    url,
    shopSystem,
    egress: { addresses: EGRESS_ADDRESSES, control: CONTROL_ADDRESS },
    policy: { allowNetworks: ["127.0.0.0/8"], allowTargets: [] },
    ...(credentials === undefined ? {} : { credentials }),
  });

/** Every printed line must be valid for a published IPv6 address, too. */
const PUBLISHED = [...EGRESS_ADDRESSES, "2001:db8::5"];

/** The fix for a cause found by the check, with its index. Fails without the cause or the fix. */
export function findFix(
  result: CheckResult,
  code: CauseCode,
  fixId: string,
  ruleIds: readonly number[] = [],
  addresses: readonly string[] = PUBLISHED,
): { fix: Fix; place: number } {
  const cause = result.causes.find((one) => one.code === code);
  if (cause === undefined)
    throw new Error(`the check found ${result.causes.map((one) => one.code).join(", ") || "nothing"} instead of ${code}`);
  const fixes = fixesFor(cause, {
    url: result.effectiveUrl ?? result.url,
    shopSystem: result.shopSystem,
    server: result.server.software,
    addresses,
    userAgents: BOTH_AGENTS,
    methods: REQUIRED_METHODS,
    ruleIds,
  });
  const place = fixes.findIndex(({ id }) => id === fixId);
  const fix = fixes[place];
  if (fix === undefined) throw new Error(`no fix ${fixId} for ${code}`);
  return { fix, place };
}
