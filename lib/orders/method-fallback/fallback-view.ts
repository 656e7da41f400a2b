import { checkResultSchema } from "@/lib/check/result";
import { canFallBack, hasMethodFallback } from "@/lib/connectors/http/method-fallback";
import { isPlatform } from "@/lib/connectors/platforms";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";

/**
 * `offered`: the newest check found blocked methods that tracking needs and POST can replace. `on`: in use. `no_longer_needed`: in use, but no
 * method is blocked any more.
 */
export interface FallbackView {
  state: "offered" | "on" | "no_longer_needed";
  /** Methods that the newest check found blocked. */
  methods: string[];
}

interface Newest {
  platform: string;
  methodFallback: boolean;
  result: unknown;
}

const NEWEST = {
  name: "method_fallback",
  text: `select i.platform, i.method_fallback as "methodFallback", c.result
    from integration i
    left join lateral (
      select result from reachability_check
      where merchant_id = i.merchant_id and integration_id = i.id and status = 'done' order by requested_at desc limit 1
    ) c on true
    where i.merchant_id = $1::uuid and i.id = $2::uuid`,
};

/** Null when there is nothing to show, and for unknown and foreign ids. */
export function findMethodFallback(scope: MerchantScope, integrationId: string): Promise<FallbackView | null> {
  const { merchantId } = scope;
  return readMerchant(scope, async ({ sql }) => {
    const [shop] = await sql.query<Newest>(NEWEST, [merchantId, integrationId]);
    if (!shop || !isPlatform(shop.platform) || !hasMethodFallback(shop.platform)) return null;
    const result = checkResultSchema.safeParse(shop.result);
    const causes = result.success ? result.data.causes : [];
    const methods = [...new Set(causes.filter(({ code }) => code === "method_blocked").flatMap((cause) => cause.methods))];
    if (shop.methodFallback) {
      // An unreachable shop says nothing about methods.
      const isClear = result.success && (result.data.verdict === "healthy" || (result.data.verdict === "degraded" && methods.length === 0));
      return { state: isClear ? "no_longer_needed" : "on", methods };
    }
    const isNeeded = causes.some(({ code, affects }) => code === "method_blocked" && affects.includes("tracking_out"));
    return isNeeded && canFallBack(shop.platform, methods) ? { state: "offered", methods } : null;
  });
}
