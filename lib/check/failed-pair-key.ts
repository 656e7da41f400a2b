import type { CauseCode } from "@/lib/check/causes";

/** The message of `checks.pair` for the request that shows a cause: not every such request was blocked. */
export const failedPairKey = (code: CauseCode): "slow" | "unstable" | "fail" => (code === "slow" || code === "unstable" ? code : "fail");
