"use client";

import { Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ReportMessages } from "@/components/reports/report-messages";
import { ActionForm } from "@/components/shell/action-form";
import { SubmitButton } from "@/components/ui/button";
import { TextAreaField } from "@/components/ui/fields";
import { Toaster } from "@/components/ui/toaster";
import { LIMITS } from "@/lib/base/limits";
import { replyToHostAction } from "@/lib/operations/reports/answers/actions";
import type { ReportMessage } from "@/lib/operations/reports/answers/data";

interface ReportAnswersProps {
  merchantId: string;
  integrationId: string;
  reportId: string;
  messages: readonly ReportMessage[];
  /** Whether the host can still read a reply, and the reader may write one. */
  canReply: boolean;
}

/** What the hosting provider answered on one report, and the form for a reply. */
export function ReportAnswers({ merchantId, integrationId, reportId, messages, canReply }: ReportAnswersProps) {
  const t = useTranslations("reports.answers");
  const errors = useTranslations("errors");
  const router = useRouter();
  return (
    <div className="grid gap-3">
      <ReportMessages messages={messages} merchantName={({ by }) => by} fileHref={(fileId) => `/m/${merchantId}/files/${fileId}`} />
      {canReply ? (
        <ActionForm
          className="grid max-w-[42rem] gap-2"
          action={(data) => replyToHostAction(merchantId, { integrationId, reportId, text: data.get("text") })}
          done={() => router.refresh()}
        >
          <TextAreaField
            label={t("reply")}
            help={t("reply_help")}
            missing={errors("words_missing")}
            name="text"
            required
            maxLength={LIMITS.reportMessage}
          />
          <SubmitButton className="justify-self-start" icon={<Send />}>
            {t("send")}
          </SubmitButton>
        </ActionForm>
      ) : null}
      <Toaster />
    </div>
  );
}
