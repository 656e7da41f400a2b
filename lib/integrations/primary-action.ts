import { directAction } from "@/lib/integrations/list/effect";
import type { IntegrationRow } from "@/lib/integrations/list/row";

/** The primary action of a shop's page. `quiet_refresh`: nothing needs to be done. */
export type PrimaryAction =
  | "continue_connecting"
  | "replace_key"
  | "resume"
  | "use_post"
  | "create_report"
  | "show_fix"
  | "refresh"
  | "quiet_refresh";

export interface PrimaryState extends Pick<IntegrationRow, "lanes" | "hasCredentials"> {
  /** The newest check found blocked methods that this shop system also accepts as POST. */
  canUsePost: boolean;
  /** Codes of causes in the newest check that a hosting provider can fix. */
  hostCauses: readonly string[];
}

/** The most helpful action now. Orders take precedence over tracking. */
export function primaryAction({ lanes, hasCredentials, canUsePost, hostCauses }: PrimaryState): PrimaryAction {
  if (!hasCredentials) return "continue_connecting";
  const direct = directAction({ lanes });
  if (direct === "add_key") return "continue_connecting";
  if (direct === "resume" || direct === "replace_key") return direct;
  if (canUsePost && lanes.orders_in.state !== "action_needed") return "use_post";
  if (direct === "show_fix") {
    const { reason } = lanes.orders_in.state === "action_needed" ? lanes.orders_in : lanes.tracking_out;
    const isForHost = reason.code === "causes_found" && reason.fixer === "hosting_provider" && hostCauses.includes(reason.cause);
    return isForHost ? "create_report" : "show_fix";
  }
  const isHealthy = lanes.orders_in.state === "regular" && lanes.tracking_out.state === "regular";
  return isHealthy ? "quiet_refresh" : "refresh";
}
