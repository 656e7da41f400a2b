import type { Area } from "@/lib/infra/observe/outcomes";
import type { AreaHistory, AreaState } from "@/lib/operations/status/slots";

export interface PlatformIncident {
  /** In the order in which they were affected. */
  areas: Area[];
  /** The worst of any area. */
  state: Exclude<AreaState, "operational">;
  from: Date;
  /** Null until every area works again. */
  to: Date | null;
}

/** Trouble of several areas at the same time has one cause: one incident. Newest first. */
export function joinIncidents(histories: readonly Pick<AreaHistory, "incidents">[]): PlatformIncident[] {
  const joined: PlatformIncident[] = [];
  const inOrder = histories.flatMap(({ incidents }) => incidents).sort((a, b) => a.from.getTime() - b.from.getTime());
  for (const { area, state, from, to } of inOrder) {
    const last = joined.at(-1);
    if (!last || (last.to !== null && last.to <= from)) {
      joined.push({ areas: [area], state, from, to });
      continue;
    }
    if (!last.areas.includes(area)) last.areas.push(area);
    if (state === "down") last.state = "down";
    last.to = last.to === null || to === null ? null : new Date(Math.max(last.to.getTime(), to.getTime()));
  }
  return joined.reverse();
}
