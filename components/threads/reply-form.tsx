"use client";

import { Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState, useTransition } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { Button } from "@/components/ui/button";
import { TextAreaField } from "@/components/ui/fields";
import { writeToSupport } from "@/lib/support/threads/actions";
import { answerMerchant } from "@/lib/support/threads/staff-actions";
import type { Side } from "@/lib/support/threads/thread";

/** Sends a reply. Unsent text stays. */
export function ReplyForm({ merchantId, threadId, side }: { merchantId: string; threadId: string; side: Side }) {
  const t = useTranslations("threads.reply");
  const router = useRouter();
  const words = useErrorMessage();
  const form = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<string | null>(null);
  const [isSending, startTransition] = useTransition();
  const send = side === "staff" ? answerMerchant : writeToSupport;

  const submit = (fields: FormData): void =>
    startTransition(async () => {
      const result = await send(merchantId, { threadId, text: fields.get("text") }).catch(() => null);
      if (!result?.ok) return setError(words(result?.fields?.["text"] ? { code: result.fields["text"] } : (result ?? undefined)));
      setError(null);
      form.current?.reset();
      router.refresh();
    });

  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
      className="grid max-w-[42rem] gap-2"
    >
      <TextAreaField
        label={t(`label.${side}`)}
        error={error}
        missing={words({ code: "words_missing" })}
        name="text"
        required
        maxLength={4000}
      />
      <Button type="submit" variant="primary" pending={isSending} className="justify-self-start">
        {isSending ? null : <Send aria-hidden="true" />}
        {t("send")}
      </Button>
    </form>
  );
}
