"use client";

import { Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/shell/action-form";
import { TextAreaField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { answerMerchant, writeToSupport } from "@/lib/support/threads/actions";
import type { Side } from "@/lib/support/threads/thread";

export function ReplyForm({ merchantId, threadId, side }: { merchantId: string; threadId: string; side: Side }) {
  const t = useTranslations("threads.reply");
  const errors = useTranslations("errors");
  const router = useRouter();
  const send = side === "staff" ? answerMerchant : writeToSupport;
  return (
    <ActionForm
      className="grid max-w-[42rem] gap-2"
      action={(data) => send(merchantId, { threadId, text: data.get("text") })}
      done={() => router.refresh()}
    >
      <TextAreaField label={t(`label.${side}`)} missing={errors("words_missing")} name="text" required maxLength={4000} />
      <SubmitButton className="justify-self-start">
        <Send />
        {t("send")}
      </SubmitButton>
    </ActionForm>
  );
}
