"use client";

import { Check } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/fields";
import { solveThreadAction } from "@/lib/support/threads/staff-actions";

interface SolveFormProps {
  merchantId: string;
  threadId: string;
  /** Selectable causes; those of the evidence first. */
  causes: readonly { code: string; words: string }[];
}

/** Records cause and solution, shown with later questions of the same cause. */
export function SolveForm({ merchantId, threadId, causes }: SolveFormProps) {
  const t = useTranslations("threads.solve");
  const router = useRouter();
  const words = useErrorMessage();
  const [error, setError] = useState<string | null>(null);
  const [isSending, startTransition] = useTransition();

  const submit = (fields: FormData): void =>
    startTransition(async () => {
      const causeCode = fields.get("cause") === "" ? null : fields.get("cause");
      const result = await solveThreadAction(merchantId, { threadId, causeCode, fix: fields.get("fix") }).catch(() => null);
      if (!result?.ok) return setError(words(result?.fields?.["fix"] ? { code: result.fields["fix"] } : (result ?? undefined)));
      setError(null);
      router.refresh();
    });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
      className="grid gap-3"
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
        error={error}
        missing={words({ code: "fix_missing" })}
        name="fix"
        required
        maxLength={600}
        autoComplete="off"
      />
      <Button type="submit" pending={isSending} className="justify-self-start">
        {isSending ? null : <Check aria-hidden="true" />}
        {t("do")}
      </Button>
    </form>
  );
}
