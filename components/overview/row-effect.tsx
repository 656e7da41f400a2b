import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { LaneReason } from "@/components/integrations/row-lanes";
import { usePhrase, useStateSentence } from "@/components/sync/lane-sentence";
import { PastTime } from "@/components/sync/past-time";
import { Parts } from "@/components/ui/parts";
import type { IntegrationRow, LaneView } from "@/lib/integrations/row";

export type BlockerNames = Readonly<Record<string, string>>;

const needsPerson = ({ state }: LaneView): boolean => state === "action_needed" || state === "off";

const named = (parts: readonly [string, ReactNode][]) => parts.map(([key, part]) => <Fragment key={key}>{part}</Fragment>);

export function RowEffect({ row }: { row: IntegrationRow }) {
  const t = useTranslations("overview.effect");
  const words = usePhrase();
  const sentence = useStateSentence("orders_in", row.lanes.orders_in, row.run);
  const { orders_in: orders, tracking_out: tracking } = row.lanes;
  const { missedOrders, parcels } = row.effect;
  const at = (instant: string) => ({ since: () => <PastTime at={new Date(instant)} since /> });
  const missed = missedOrders ?? 0;
  const parts: [string, ReactNode][] = [];

  if (needsPerson(orders)) {
    // The instant that the list and the shop's page show.
    if (orders.reason.code === "no_credentials") return t("begun");
    if (orders.lastSuccessAt === null) parts.push(["orders", t("never")]);
    else if (missed > 0) parts.push(["orders", t.rich("orders_missed", { ...at(orders.since), count: missed })]);
    else parts.push(["orders", t.rich("orders", at(orders.since))]);
  } else if (orders.state !== "regular" || row.run) {
    parts.push(["state", words(sentence.what)]);
    if (missed > 0 && orders.lastSuccessAt !== null)
      parts.push(["orders", t.rich("orders_late", { ...at(orders.lastSuccessAt), count: missed })]);
  }
  if (needsPerson(tracking))
    parts.push([
      "tracking",
      parcels > 0 ? t.rich("parcels", { ...at(tracking.since), count: parcels }) : t.rich("tracking", at(tracking.since)),
    ]);
  if (parts.length === 0) parts.push(["state", words(sentence.what)]);
  return <Parts>{named(parts)}</Parts>;
}

export function RowReason({ row, blockerNames = {} }: { row: IntegrationRow; blockerNames?: BlockerNames }) {
  const { orders_in: orders, tracking_out: tracking } = row.lanes;
  const lanes = orders.state === "regular" && !row.run && tracking.state !== "regular" ? [tracking] : [orders];
  if (orders.state !== "regular" && tracking.state !== "regular" && JSON.stringify(orders.reason) !== JSON.stringify(tracking.reason))
    lanes.push(tracking);
  return lanes.map((lane) => (
    <OneReason key={lane === orders ? "orders_in" : "tracking_out"} lane={lane} isOrders={lane === orders} row={row} names={blockerNames} />
  ));
}

function OneReason({ lane, isOrders, row, names }: { lane: LaneView; isOrders: boolean; row: IntegrationRow; names: BlockerNames }) {
  const sentence = useStateSentence(isOrders ? "orders_in" : "tracking_out", lane, isOrders ? row.run : null);
  const blocker = lane.reason.code === "causes_found" && lane.reason.blocker ? names[lane.reason.blocker] : undefined;
  return <LaneReason sentence={sentence} blocker={blocker} isGrouped />;
}
