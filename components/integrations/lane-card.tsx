"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LaneSentence, useStateSentence } from "@/components/sync/lane-sentence";
import { StateMark } from "@/components/ui/state-mark";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import type { LaneName } from "@/lib/checks/result";
import type { LastProof } from "@/lib/integrations/data";
import type { IntegrationRow } from "@/lib/integrations/row";

interface LaneCardProps {
  lane: LaneName;
  row: IntegrationRow;
  merchantId: string;
  orders: number;
  /** Of the orders here, those that are left out of the lists. */
  leftOut: number;
  setAside: number;
  proof: LastProof | null;
  /** Explains the word, or null. */
  term: ReactNode;
  /** What else is to be said of it, or null. */
  note: ReactNode;
  /** What it carried lately. */
  spark: ReactNode;
}

/** One lane of the page: its state, and what it carried. */
export function LaneCard({ lane, row, merchantId, orders, leftOut, setAside, proof, term, note, spark }: LaneCardProps) {
  const t = useTranslations("integrations.page");
  const sync = useTranslations("sync.lane");
  const states = useTranslations("states");
  const view = row.lanes[lane];
  const sentence = useStateSentence(lane, view, lane === "orders_in" ? row.run : null);
  return (
    <section aria-label={sync(lane)} className="grid content-start gap-1.5 rounded-lg border border-line bg-surface px-4 py-3">
      <div className="flex min-h-6 items-center justify-between gap-3">
        <div className="flex items-center gap-1">
          <h2 className="font-semibold">{sync(lane)}</h2>
          {term}
        </div>
        <StateMark tone={sentence.tone} open={view.state === "off"}>
          {states(sentence.word.key)}
        </StateMark>
      </div>
      {lane === "orders_in" ? (
        <p className="text-ink-2">
          {view.lastSuccessAt ? (
            <>
              {t("last_import")} <Time at={view.lastSuccessAt} />
            </>
          ) : (
            t("never_imported")
          )}
          {" · "}
          {t("orders_here", { count: orders })}
          {proof ? (
            <>
              {" · "}
              <span className={proof.shopCount === proof.ourCount ? "" : "font-medium text-heals-alone"}>
                {t("proof", { shop: proof.shopCount, ours: proof.ourCount })}
              </span>{" "}
              (<Time at={proof.at} />)
            </>
          ) : null}
          {leftOut > 0 ? (
            <>
              {" · "}
              <TextLink href={`/m/${merchantId}/orders?shop=${row.id}&left_out=1`}>{t("left_out", { count: leftOut })}</TextLink>
            </>
          ) : null}
          {setAside > 0 ? <> · {t("set_aside_count", { count: setAside })}</> : null}
          {orders > 0 ? (
            <>
              {" · "}
              <TextLink href={`/m/${merchantId}/orders?shop=${row.id}`}>{t("see_orders")}</TextLink>
            </>
          ) : null}
        </p>
      ) : (
        <p className="text-ink-2">{view.state === "regular" ? t("tracking_quiet") : <LaneSentence sentence={sentence} brief />}</p>
      )}
      {note}
      <div className="mt-auto pt-1">{spark}</div>
    </section>
  );
}
