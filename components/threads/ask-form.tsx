"use client";

import { Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { Button } from "@/components/ui/button";
import { TextAreaField } from "@/components/ui/fields";
import { askSupportAction } from "@/lib/support/threads/actions";
import type { Question } from "@/lib/support/threads/schema";

/** One line is enough. */
export function AskForm({ merchantId, about }: { merchantId: string; about: Omit<Question, "text"> }) {
  const t = useTranslations("threads.ask");
  const router = useRouter();
  const words = useErrorMessage();
  const [error, setError] = useState<string | null>(null);
  const [isSending, startTransition] = useTransition();

  const submit = (fields: FormData): void =>
    startTransition(async () => {
      const result = await askSupportAction(merchantId, { ...about, text: fields.get("text") }).catch(() => null);
      if (result?.ok) return router.push(`/m/${merchantId}/support/${result.value.threadId}`);
      setError(words(result?.fields?.["text"] ? { code: result.fields["text"] } : (result ?? undefined)));
    });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
      className="grid gap-3"
    >
      <TextAreaField
        label={t("label")}
        help={t("help")}
        error={error}
        missing={words({ code: "words_missing" })}
        name="text"
        required
        maxLength={4000}
        autoFocus
      />
      <Button type="submit" variant="primary" pending={isSending} className="justify-self-start">
        {isSending ? null : <Send aria-hidden="true" />}
        {t("send")}
      </Button>
    </form>
  );
}
