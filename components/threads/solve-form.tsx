"use client";

import { Check } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/shell/action-form";
import { SelectField, TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { solveThreadAction } from "@/lib/support/threads/actions";

interface SolveFormProps {
  merchantId: string;
  threadId: string;
  causes: readonly { code: string; words: string }[];
}

/** Records cause and solution, shown with later questions of the same cause. */
export function SolveForm({ merchantId, threadId, causes }: SolveFormProps) {
  const t = useTranslations("threads.solve");
  const errors = useTranslations("errors");
  const router = useRouter();
  return (
    <ActionForm
      className="grid gap-3"
      action={(data) => solveThreadAction(merchantId, { threadId, causeCode: data.get("cause") || null, fix: data.get("fix") })}
      done={() => router.refresh()}
    >
      <SelectField label={t("cause")} name="cause" defaultValue={causes[0]?.code ?? ""} className="w-full">
        <option value="">{t("no_cause")}</option>
        {causes.map(({ code, words: name }) => (
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
      <SubmitButton variant="secondary" className="justify-self-start">
        <Check />
        {t("do")}
      </SubmitButton>
    </ActionForm>
  );
}
