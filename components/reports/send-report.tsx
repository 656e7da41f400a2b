"use client";

import { Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import type { ReportSource } from "@/components/reports/report-source";
import { Button } from "@/components/ui/button";

const ReportDialog = lazy(async () => ({ default: (await import("@/components/reports/report-dialog")).ReportDialog }));

/** Opens the form that makes a link for the hosting provider. Its script comes with the first press. */
export function SendReport({ source, headingId, several = false }: { source: ReportSource; headingId?: string; several?: boolean }) {
  const t = useTranslations("reports.panel");
  const [asked, setAsked] = useState(false);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="sm"
        aria-haspopup="dialog"
        aria-describedby={headingId}
        onClick={() => {
          setAsked(true);
          setOpen(true);
        }}
      >
        <Send aria-hidden="true" />
        {t(several ? "send_all" : "send")}
      </Button>
      {asked ? (
        <Suspense fallback={null}>
          <ReportDialog source={source} open={open} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
