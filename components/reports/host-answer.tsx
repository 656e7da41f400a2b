"use client";

import { Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextAreaField } from "@/components/ui/fields";
import { LIMITS } from "@/lib/base/limits";
import { reportPath } from "@/lib/operations/reports/link";

const CHOICES = ["need_more", "not_ours", "message"] as const;
type Choice = (typeof CHOICES)[number];

/** What the host writes instead of a fix. Needs no account; the link is the key. */
export function HostAnswer({ token }: { token: string }) {
  const t = useTranslations("reports.answers");
  const errors = useTranslations("errors");
  const router = useRouter();
  const [choice, setChoice] = useState<Choice | null>(null);
  const [isSending, setIsSending] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    setIsSending(true);
    setNotice(null);
    const status = await postAnswer(token, new FormData(form));
    setIsSending(false);
    setNotice(t(`sent.${status}`));
    if (status !== "stored") return;
    form.reset();
    setChoice(null);
    router.refresh();
  }

  return (
    <section aria-labelledby="answer" className="grid gap-2 print:hidden">
      <h2 id="answer" className="font-semibold text-lg">
        {t("title")}
      </h2>
      <form onSubmit={(event) => void send(event)} className="grid max-w-[42rem] gap-3">
        <fieldset className="grid gap-2 sm:grid-cols-3">
          <legend className="mb-2 text-ink-2">{t("lead")}</legend>
          {CHOICES.map((one) => (
            <label
              key={one}
              className="flex min-h-11 cursor-pointer items-center gap-2 rounded-md border border-line bg-surface px-3 py-2 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name="kind"
                value={one}
                checked={choice === one}
                onChange={() => setChoice(one)}
                className="accent-accent"
              />
              {t(`choice.${one}`)}
            </label>
          ))}
        </fieldset>
        {choice === null ? null : (
          <>
            <TextAreaField
              label={t(`label.${choice}`)}
              missing={errors("words_missing")}
              name="text"
              required
              refuseBlank
              maxLength={LIMITS.reportMessage}
              rows={4}
            />
            <Button type="submit" variant="primary" pending={isSending} icon={<Send />} className="justify-self-start">
              {t("send")}
            </Button>
          </>
        )}
        <p role="status" className="text-ink empty:sr-only">
          {notice}
        </p>
      </form>
    </section>
  );
}

type Sent = "stored" | "too_many" | "gone" | "failed";

async function postAnswer(token: string, body: FormData): Promise<Sent> {
  const response = await fetch(`${reportPath(token)}/answer`, { method: "POST", body }).catch(() => null);
  if (response?.ok) return "stored";
  if (response?.status === 429) return "too_many";
  return response?.status === 410 || response?.status === 404 ? "gone" : "failed";
}
