"use client";

import { Check, Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { OutcomeFields } from "@/components/outcomes/outcome-fields";
import { ActionForm } from "@/components/shell/action-form";
import { SubmitButton } from "@/components/ui/button";
import { SelectField, TextAreaField, TextField } from "@/components/ui/fields";
import { askSupportAction, solveThreadAction, writeToSupport } from "@/lib/support/threads/actions";
import type { Question } from "@/lib/support/threads/schema";

export function ReplyForm({ merchantId, threadId }: { merchantId: string; threadId: string }) {
  const t = useTranslations("threads.reply");
  const errors = useTranslations("errors");
  const router = useRouter();
  return (
    <ActionForm
      className="grid max-w-[42rem] gap-2"
      action={(data) => writeToSupport(merchantId, { threadId, text: data.get("text") })}
      done={() => router.refresh()}
    >
      <TextAreaField label={t("label")} missing={errors("words_missing")} name="text" required maxLength={4000} />
      <SubmitButton className="justify-self-start" icon={<Send />}>
        {t("send")}
      </SubmitButton>
    </ActionForm>
  );
}

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
      <SubmitButton className="justify-self-start" icon={<Send />}>
        {t("send")}
      </SubmitButton>
    </ActionForm>
  );
}

interface SolveFormProps {
  merchantId: string;
  threadId: string;
  causes: readonly { code: string; name: string }[];
  isAboutShop: boolean;
}

/** Records cause and solution, which later questions with the same cause show. */
export function SolveForm({ merchantId, threadId, causes, isAboutShop }: SolveFormProps) {
  const t = useTranslations("threads.solve");
  const errors = useTranslations("errors");
  const router = useRouter();
  return (
    <ActionForm
      className="grid gap-3"
      action={(data) =>
        solveThreadAction(merchantId, {
          threadId,
          causeCode: data.get("cause") || null,
          fix: data.get("fix"),
          solvedBy: data.get("solvedBy"),
          verdict: data.get("verdict"),
        })
      }
      done={() => router.refresh()}
    >
      <SelectField label={t("cause")} name="cause" defaultValue={causes[0]?.code ?? ""} className="w-full">
        <option value="">{t("no_cause")}</option>
        {causes.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t("fix")}
        help={t("fix_help")}
        missing={errors("fix_missing")}
        name="fix"
        required
        maxLength={600}
        autoComplete="off"
      />
      {isAboutShop ? <OutcomeFields isDiagnosed /> : null}
      <SubmitButton variant="secondary" className="justify-self-start" icon={<Check />}>
        {t("do")}
      </SubmitButton>
    </ActionForm>
  );
}
