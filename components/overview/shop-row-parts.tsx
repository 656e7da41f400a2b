import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { LaneReason } from "@/components/integrations/row-lanes";
import { RowProgress } from "@/components/integrations/row-progress";
import { usePhrase, useStateSentence } from "@/components/sync/lane-sentence";
import { PastTime } from "@/components/sync/past-time";
import { Parts } from "@/components/ui/parts";
import { StateShape } from "@/components/ui/state-shape";
import { displayAddress } from "@/lib/connectors/shop-address";
import type { Tone } from "@/lib/health/lane/tone";
import type { IntegrationRow, LaneView } from "@/lib/integrations/list/row";
import { rowTone } from "@/lib/integrations/story";

const LOUD: Partial<Record<Tone, string>> = { action_needed: "text-action-needed", recovering: "text-recovering" };

/** State, name, system and address of a shop; `merchantName` for staff. */
export function RowName({ row, href, merchantName = null }: { row: IntegrationRow; href: Route; merchantName?: string | null }) {
  const t = useTranslations("integrations.shop_system");
  return (
    <div className="grid min-w-0 grid-cols-[0.875rem_minmax(0,1fr)] gap-x-2.5">
      <StateShape tone={rowTone(row)} open={row.lanes.orders_in.state === "off"} className="mt-[3px]" />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <Link data-row-link="" href={href} prefetch={false} className="row-link font-medium text-ink">
          <bdi className="line-clamp-2">{row.name}</bdi>
        </Link>
        {merchantName === null ? null : (
          <p className="text-ink-2 text-sm">
            <bdi>{merchantName}</bdi>
          </p>
        )}
        <p className="line-clamp-3 text-ink-3 text-sm" title={row.baseUrl}>
          {t(row.shopSystem)} · {displayAddress(row.readableUrl ?? row.baseUrl)}
        </p>
      </div>
    </div>
  );
}

/** Cost, reason and who acts. `notice`: outcome of the last action. */
export function RowTrouble({ row, blockerNames, notice }: { row: IntegrationRow; blockerNames?: BlockerNames; notice?: string | null }) {
  return (
    <div className="grid min-w-0 content-start gap-0.5 max-md:pl-6 [overflow-wrap:anywhere]">
      <p className={`font-medium ${LOUD[rowTone(row)] ?? "text-ink"}`}>
        <RowEffect row={row} />
      </p>
      <div className="text-ink-2 text-sm">
        <RowReason row={row} {...(blockerNames ? { blockerNames } : {})} />
      </div>
      {row.run ? <RowProgress run={row.run} /> : null}
      {notice === undefined ? null : (
        <p role="status" className="text-ink-2 text-sm empty:sr-only">
          {notice}
        </p>
      )}
    </div>
  );
}

export type BlockerNames = Readonly<Record<string, string>>;

const needsPerson = ({ state }: LaneView): boolean => state === "action_needed" || state === "off";

const named = (parts: readonly [string, ReactNode][]) => parts.map(([key, part]) => <Fragment key={key}>{part}</Fragment>);

function RowEffect({ row }: { row: IntegrationRow }) {
  const t = useTranslations("overview.effect");
  const words = usePhrase();
  const sentence = useStateSentence("orders_in", row, row.run);
  const { orders_in: orders, tracking_out: tracking } = row.lanes;
  const { missedOrders, parcels } = row.effect;
  const at = (instant: string) => ({ since: () => <PastTime at={new Date(instant)} since /> });
  const missed = missedOrders ?? 0;
  const parts: [string, ReactNode][] = [];

  if (needsPerson(orders)) {
    // `at` shows the same instant as the list and the shop's page.
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

function RowReason({ row, blockerNames = {} }: { row: IntegrationRow; blockerNames?: BlockerNames }) {
  const { orders_in: orders, tracking_out: tracking } = row.lanes;
  const lanes = orders.state === "regular" && !row.run && tracking.state !== "regular" ? [tracking] : [orders];
  if (orders.state !== "regular" && tracking.state !== "regular" && JSON.stringify(orders.reason) !== JSON.stringify(tracking.reason))
    lanes.push(tracking);
  return lanes.map((lane) => (
    <OneReason key={lane === orders ? "orders_in" : "tracking_out"} lane={lane} isOrders={lane === orders} row={row} names={blockerNames} />
  ));
}

function OneReason({ lane, isOrders, row, names }: { lane: LaneView; isOrders: boolean; row: IntegrationRow; names: BlockerNames }) {
  const sentence = useStateSentence(isOrders ? "orders_in" : "tracking_out", row, isOrders ? row.run : null);
  const blocker = lane.reason.code === "causes_found" && lane.reason.blocker ? names[lane.reason.blocker] : undefined;
  return <LaneReason sentence={sentence} blocker={blocker} isGrouped />;
}
