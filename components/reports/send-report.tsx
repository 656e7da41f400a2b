"use client";

import { Send } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { CertificateReportSource, ReportSource } from "@/components/reports/report-source";
import { Button } from "@/components/ui/button";
import type { ButtonStyle } from "@/components/ui/button-style";

const ReportDialog = dynamic(() => import("@/components/reports/report-dialog").then((file) => file.ReportDialog), { loading: () => null });

interface SendProps extends ButtonStyle {
  source: ReportSource | CertificateReportSource;
  /** Id of a heading that distinguishes identical buttons for screen readers. */
  headingId?: string;
  label?: string;
}

/** Opens the form that creates a link for the hosting provider; loaded on the first click. */
export function SendReport({ source, headingId, label, variant, size }: SendProps) {
  const t = useTranslations("reports.panel");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant={variant}
        size={size}
        aria-haspopup="dialog"
        aria-describedby={headingId}
        onClick={() => setOpen(true)}
        icon={<Send />}
      >
        {label ?? t("send")}
      </Button>
      {open ? <ReportDialog source={source} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
