"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { Button } from "@/components/ui/button";
import { revokeReportAction } from "@/lib/operations/reports/actions";

interface RevokeProps {
  merchantId: string;
  integrationId: string;
  reportId: string;
}

/** Revokes a link. No confirmation: a new one is quickly created. */
export function RevokeReport({ merchantId, integrationId, reportId }: RevokeProps) {
  const t = useTranslations("reports.panel");
  const errorMessage = useErrorMessage();
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const revoke = async (): Promise<void> => {
    setPending(true);
    try {
      const result = await revokeReportAction(merchantId, { integrationId, reportId });
      if (result.ok) router.refresh();
      setProblem(result.ok ? null : errorMessage(result));
    } catch {
      setProblem(errorMessage());
    }
    setPending(false);
  };
  return (
    <>
      <Button size="sm" variant="ghost" pending={pending} onClick={revoke}>
        {t("revoke")}
      </Button>
      <p role="status" className="text-action-needed text-sm empty:sr-only">
        {problem}
      </p>
    </>
  );
}
