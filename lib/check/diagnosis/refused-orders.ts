import { makeCause, nameOfBlocker } from "@/lib/check/diagnosis/make-cause";
import type { Findings } from "@/lib/check/probe/findings";
import type { Cause } from "@/lib/check/result";

/** Orders are refused with a User-Agent with which the API's root passes. Empty when a cause in `known` names that User-Agent. */
export function explainRefusedOrders({ key: { refusedName } }: Findings, known: readonly Cause[]): Cause[] {
  if (!refusedName) return [];
  const { pass, fail, isElsewhere } = refusedName;
  const { source, userAgent, subject } = fail.question;
  if (known.some((cause) => cause.code === "user_agent_blocked" && cause.userAgents.includes(userAgent))) return [];
  return [
    makeCause(
      "user_agent_blocked",
      { pass, fail },
      {
        userAgents: [userAgent],
        addresses: isElsewhere || source.address === null ? [] : [source.address],
        blocker: nameOfBlocker(fail),
        // Other subjects stand for everything below the API's root, tracking included.
        ...(subject === "orders" ? { affects: ["orders_in"] } : {}),
      },
    ),
  ];
}
