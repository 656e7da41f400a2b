"use client";

import { useEffect, useRef } from "react";
import { NextStep } from "@/components/integrations/next-step";
import { ShopStory } from "@/components/integrations/shop-story";
import { useShopSteps } from "@/components/integrations/use-shop-steps";
import { FollowPageNews } from "@/components/live/follow-page";
import { useLiveRow, useLiveStream } from "@/components/live/use-live";
import { useRefreshPage } from "@/components/live/use-refresh-page";
import type { ReportSource } from "@/components/reports/report-source";
import { LiveDot } from "@/components/shell/live-dot";
import { useTickingNow } from "@/components/ui/use-ticking-now";
import type { Viewer } from "@/lib/incidents/describe-incident";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { tellShop } from "@/lib/integrations/story";

interface NowProps {
  merchantId: string;
  initial: IntegrationRow;
  viewer: Viewer;
  readOnly: boolean;
  report: ReportSource | null;
}

/** The story of an open incident with its next step, as on the page of its shop. Re-renders the page once the incident moved. */
export function IncidentNow({ merchantId, initial, viewer, readOnly, report }: NowProps) {
  useLiveStream(merchantId, initial.id);
  const row = useLiveRow(initial);
  const steps = useShopSteps(row);
  const story = tellShop(row, viewer, useTickingNow());
  const refresh = useRefreshPage();
  const moved = JSON.stringify(row.incident);
  const shown = useRef(moved);
  useEffect(() => {
    if (shown.current === moved) return;
    shown.current = moved;
    refresh();
  }, [moved, refresh]);
  return (
    <>
      <LiveDot />
      <FollowPageNews />
      <ShopStory
        story={story}
        actions={
          story.step && !readOnly ? (
            <span className="print:hidden">
              <NextStep row={row} step={story.step} steps={steps} report={report} />
            </span>
          ) : null
        }
        checking=""
        run={null}
      >
        <p role="status" className="text-ink-2 empty:sr-only">
          {steps.notice}
        </p>
      </ShopStory>
    </>
  );
}
