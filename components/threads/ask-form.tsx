"use client";

import { Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/shell/action-form";
import { TextAreaField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { askSupportAction } from "@/lib/support/threads/actions";
import type { Question } from "@/lib/support/threads/schema";

export function AskForm({ merchantId, about }: { merchantId: string; about: Omit<Question, "text"> }) {
  const t = useTranslations("threads.ask");
  const errors = useTranslations("errors");
  const router = useRouter();
  return (
    <ActionForm
      className="grid gap-3"
      action={(data) => askSupportAction(merchantId, { ...about, text: data.get("text") })}
      done={({ threadId }) => router.push(`/m/${merchantId}/support/${threadId}`)}
    >
      <TextAreaField
        label={t("label")}
        help={t("help")}
        missing={errors("words_missing")}
        name="text"
        required
        maxLength={4000}
        autoFocus
      />
      <SubmitButton className="justify-self-start">
        <Send />
        {t("send")}
      </SubmitButton>
    </ActionForm>
  );
}
