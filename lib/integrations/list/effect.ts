import { compareCodes, compareTexts } from "@/lib/base/texts";
import type { IntegrationRow, LaneView } from "@/lib/integrations/list/row";

const isInTrouble = (lane: LaneView): boolean => lane.state !== "regular";

/** Sort key: missed orders plus parcels without tracking. */
export function weighEffect({ lanes, effect }: Pick<IntegrationRow, "lanes" | "effect">): number {
  const orders = isInTrouble(lanes.orders_in) ? (effect.missedOrders ?? 0) : 0;
  const parcels = isInTrouble(lanes.tracking_out) ? effect.parcels : 0;
  return orders + parcels;
}

const standingSince = ({ lanes, incident }: Pick<IntegrationRow, "lanes" | "incident">): string =>
  incident?.closedAt === null
    ? incident.openedAt
    : ([lanes.orders_in, lanes.tracking_out]
        .filter(isInTrouble)
        .map(({ failingSince, since }) => failingSince ?? since)
        .sort()[0] ?? "");

const byName = (a: IntegrationRow, b: IntegrationRow): number => compareTexts(a.name, b.name) || compareCodes(a.id, b.id);

/** By effect, largest first, then by age. */
export const byEffect = (a: IntegrationRow, b: IntegrationRow): number =>
  weighEffect(b) - weighEffect(a) || compareCodes(standingSince(a), standingSince(b)) || byName(a, b);

/** The next automatic attempt among the rows, or null. */
export function nextByItself(rows: readonly IntegrationRow[]): { kind: "probe" | "sync"; at: string } | null {
  const coming = rows.flatMap(({ lanes }) =>
    Object.values(lanes).flatMap(({ nextRecoveryProbeAt, nextSyncAt }) => [
      ...(nextRecoveryProbeAt === null ? [] : [{ kind: "probe" as const, at: nextRecoveryProbeAt }]),
      ...(nextSyncAt === null ? [] : [{ kind: "sync" as const, at: nextSyncAt }]),
    ]),
  );
  return coming.sort((a, b) => compareTexts(a.at, b.at))[0] ?? null;
}
