import { expect, test } from "vitest";
import type { Fixer } from "@/lib/health/lane/fixer";
import { LANE_STATES, type LaneReason } from "@/lib/health/lane/lane";
import type { LaneView } from "@/lib/integrations/list/row";
import { type PrimaryAction, type PrimaryState, primaryAction } from "@/lib/integrations/primary-action";
import { laneView } from "@/lib/testing/list-row";

const found = (cause: string, fixer: Fixer = "hosting_provider"): LaneReason => ({
  code: "causes_found",
  checkId: "c",
  cause,
  fixer,
  others: 0,
  methods: [],
  userAgents: [],
  addresses: [],
  blocker: null,
});
const failed = (failure: "credentials_rejected" | "connection_timed_out"): LaneReason => ({
  code: "failed",
  failure,
  status: null,
  times: 1,
});
const lane = (state: LaneView["state"], reason: LaneReason = { code: "none" }): LaneView => laneView({ state, reason });
const REGULAR = lane("regular");
const BLOCKED = lane("action_needed", found("user_agent_blocked"));
const METHODS = lane("action_needed", found("method_blocked"));

function offered(orders: LaneView, tracking: LaneView, more: Partial<PrimaryState> = {}): PrimaryAction {
  const none = { hasCredentials: true, canUsePost: false, hostCauses: [] };
  return primaryAction({ ...none, lanes: { orders_in: orders, tracking_out: tracking }, ...more });
}

test.each<[string, PrimaryAction, PrimaryAction]>([
  ["a healthy shop offers a quiet refresh", offered(REGULAR, REGULAR), "quiet_refresh"],
  ["a throttled shop is refreshed", offered(lane("throttled"), REGULAR), "refresh"],
  ["throttled tracking is refreshed as well", offered(REGULAR, lane("throttled")), "refresh"],
  ["maintenance is ended by a refresh", offered(lane("maintenance"), lane("maintenance")), "refresh"],
  ["a shop that is off is refreshed", offered(lane("off"), lane("off")), "refresh"],
  ["a paused shop is resumed", offered(lane("paused"), lane("paused")), "resume"],
  ["without a key connecting continues", offered(lane("action_needed", { code: "no_credentials" }), REGULAR), "continue_connecting"],
  ["a rejected key is replaced", offered(lane("action_needed", failed("credentials_rejected")), REGULAR), "replace_key"],
  ["a key found rejected is replaced", offered(lane("action_needed", found("credentials_rejected", "merchant")), REGULAR), "replace_key"],
  ["an unexplained failure is tried again", offered(lane("action_needed", failed("connection_timed_out")), REGULAR), "refresh"],
  [
    "blocked methods use POST where the shop system supports it",
    offered(REGULAR, METHODS, { canUsePost: true, hostCauses: ["method_blocked"] }),
    "use_post",
  ],
  ["POST helps tracking while orders are throttled", offered(lane("throttled"), METHODS, { canUsePost: true }), "use_post"],
  ["blocked methods without a way around are reported", offered(REGULAR, METHODS, { hostCauses: ["method_blocked"] }), "create_report"],
  ["orders come before tracking", offered(BLOCKED, METHODS, { canUsePost: true, hostCauses: ["user_agent_blocked"] }), "create_report"],
  [
    "a cause for the merchant to fix is shown, whatever else the host has to fix",
    offered(lane("action_needed", found("api_disabled", "merchant")), REGULAR, { hostCauses: ["method_blocked"] }),
    "show_fix",
  ],
  [
    "a plugin that the merchant controls is not reported to the host",
    offered(lane("action_needed", found("user_agent_blocked", "merchant")), REGULAR, { hostCauses: ["user_agent_blocked"] }),
    "show_fix",
  ],
  ["without a check to report on, the fix is shown", offered(BLOCKED, REGULAR), "show_fix"],
])("%s", (_, actual, expected) => {
  expect(actual).toBe(expected);
});

test("in every state, a missing key leads to connecting, and only a healthy shop offers a quiet refresh", () => {
  const reasons: LaneReason[] = [
    { code: "none" },
    { code: "no_credentials" },
    failed("connection_timed_out"),
    failed("credentials_rejected"),
    found("method_blocked"),
    found("api_disabled", "merchant"),
  ];
  const views = LANE_STATES.flatMap((state) => reasons.map((reason) => lane(state, reason)));
  for (const orders of views)
    for (const tracking of views)
      for (const canUsePost of [true, false])
        for (const hostCauses of [[], ["method_blocked"]]) {
          const more = { canUsePost, hostCauses };
          const action = offered(orders, tracking, more);
          const isHealthy = orders.state === "regular" && tracking.state === "regular";
          const reported = `${orders.state} ${tracking.state} ${JSON.stringify(more)}`;
          expect(offered(orders, tracking, { ...more, hasCredentials: false }), reported).toBe("continue_connecting");
          expect(action === "quiet_refresh", reported).toBe(isHealthy && !canUsePost);
          if (action === "use_post") expect(canUsePost && orders.state !== "action_needed", reported).toBe(true);
          if (action === "create_report") expect(hostCauses, reported).not.toEqual([]);
        }
});
