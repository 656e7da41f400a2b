import type { AskRule } from "@/lib/check/probe/ask-rules";
import { type Cell, type Evidence, rootCell } from "@/lib/check/probe/findings";
import type { Source } from "@/lib/check/probe/observation";
import { BROWSER_AGENT } from "@/lib/connectors/egress/user-agents";

type Known = Pick<Evidence, "matrix" | "egress" | "agents" | "control">;

/** If no published visitor passed: the next requests, each with one thing changed. `isSlow`: the first two are sent together. */
export function planContrasts({ matrix, egress, agents, control }: Known, own: Source) {
  const ownOutcome = (source: Source) => matrix.get(rootCell(source, agents[0]));
  const first = ownOutcome(own);
  const speaker = egress.find((source) => ownOutcome(source)?.answer);
  const receiver = speaker ?? own;
  const browser = (source: Source) => [rootCell(source, BROWSER_AGENT), "refused_root_browser"] as const;
  // One other User-Agent shows whether the limit applies only to ours.
  if (first?.reading?.meaning === "rate_limited") return { tries: [browser(receiver)], isSlow: false };
  const sentAnything = speaker !== undefined || first?.failure?.phase === "answer";
  const isSilent = first?.failure?.code === "response_timed_out";
  const isSlow = isSilent || first?.reading?.meaning === "unfinished";
  const fromControl = (...userAgents: string[]) =>
    control ? userAgents.map((userAgent) => [rootCell(control, userAgent), "refused_root_control"] as const) : [];
  const tries: (readonly [Cell, AskRule])[] = [];
  if (sentAnything && (isSilent || !isSlow)) tries.push([rootCell(receiver, agents[1]), "refused_root_other_user_agent"]);
  if (isSilent) tries.push(browser(receiver));
  tries.push(...fromControl(agents[0]));
  if (!sentAnything) return { tries, isSlow };
  if (!isSilent) tries.push(browser(receiver));
  if (!isSlow) tries.push(...fromControl(BROWSER_AGENT, agents[1]), ...egress.filter((source) => source !== receiver).map(browser));
  if (isSlow && receiver !== own) tries.push(browser(own));
  return { tries, isSlow };
}
