"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { IntegrationRow } from "@/components/integrations/integration-row";
import { Button } from "@/components/ui/button";
import { StateShape } from "@/components/ui/state-shape";
import type { IntegrationRow as Row } from "@/lib/integrations/row";
import type { Tone } from "@/lib/integrations/tone";

const ROWS_AT_ONCE = 20;

/** The shops of one tone, with their sentences and buttons. */
export function OverviewGroup({
  tone,
  rows,
  merchantId,
  readOnly,
}: {
  tone: Tone;
  rows: readonly Row[];
  merchantId: string;
  readOnly: boolean;
}) {
  const t = useTranslations("overview");
  const id = useId();
  const [limit, setLimit] = useState(ROWS_AT_ONCE);
  const rest = rows.length - limit;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-2 flex items-center gap-2 font-semibold">
        <StateShape tone={tone} />
        {t(tone)}
        <span className="font-normal text-ink-3 tabular-nums">{rows.length}</span>
      </h2>
      <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        {rows.slice(0, limit).map((row) => (
          <IntegrationRow key={row.id} initial={row} merchantId={merchantId} readOnly={readOnly} />
        ))}
      </ul>
      {rest > 0 ? (
        <Button size="sm" className="mt-2" onClick={() => setLimit(limit + ROWS_AT_ONCE)}>
          {t("more", { count: Math.min(rest, ROWS_AT_ONCE) })}
        </Button>
      ) : null}
    </section>
  );
}
