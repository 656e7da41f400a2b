"use client";

import { Paperclip, Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { TextAreaField, TextField } from "@/components/ui/fields";
import { LIMITS } from "@/lib/base/limits";
import { type HostAnswerOutcome, reportPath } from "@/lib/operations/reports/link";

const CHOICES = ["need_more", "not_ours", "message"] as const;
type Choice = (typeof CHOICES)[number];

/** What the host writes instead of a fix. Needs no account; the link is the key. */
export function HostAnswer({ token, asksAddress }: { token: string; asksAddress: boolean }) {
  const t = useTranslations("reports.answers");
  const errors = useTranslations("errors");
  const router = useRouter();
  const [choice, setChoice] = useState<Choice | null>(null);
  const [isSending, setIsSending] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);
  const [files, setFiles] = useState<readonly File[]>([]);

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    setNotice(null);
    const refused = refusedBeforeSending(files);
    setIsSending(refused === null);
    const sent = refused ?? (await postAnswer(token, new FormData(form)));
    setIsSending(false);
    setNotice(
      sent.kind === "refused"
        ? t(`refused.${sent.why}`, { name: sent.name, most: LIMITS.attachments, megabytes: LIMITS.attachmentBytes / 1024 / 1024 })
        : t(`sent.${sent.kind}`),
    );
    if (sent.kind !== "stored") return;
    form.reset();
    setFiles([]);
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
            {asksAddress ? (
              <TextField label={t("reply_to")} help={t("reply_to_help")} name="replyTo" type="email" autoComplete="email" maxLength={254} />
            ) : null}
            <Field label={t("files")} help={t("files_help", { most: LIMITS.attachments, megabytes: LIMITS.attachmentBytes / 1024 / 1024 })}>
              {(control) => (
                // The native file control uses the browser's language, not the page's.
                <span className="relative flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
                  <input
                    {...control}
                    type="file"
                    name="files"
                    multiple
                    accept="image/png,image/jpeg,image/gif,image/webp,text/plain,.txt,.log,.conf,.csv,.json"
                    onChange={({ currentTarget }) => setFiles([...(currentTarget.files ?? [])])}
                    className="peer sr-only"
                  />
                  <label
                    htmlFor={control.id}
                    className={cn(
                      buttonStyle(),
                      "peer-focus-visible:outline-2 peer-focus-visible:outline-focus peer-focus-visible:outline-offset-2",
                    )}
                  >
                    <Paperclip aria-hidden="true" />
                    {t("choose_files")}
                  </label>
                  <span role="status" className="min-w-0 text-ink-2 [overflow-wrap:anywhere] empty:sr-only">
                    {files.map(({ name }) => name).join(", ")}
                  </span>
                </span>
              )}
            </Field>
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

type Refused = Extract<HostAnswerOutcome, { kind: "refused" }>;
type Sent = Refused | { kind: "stored" | "too_many" | "gone" | "failed" };

/** Spares the upload of a video on a phone's connection. What a file is, the server decides. */
function refusedBeforeSending(files: readonly File[]): Refused | null {
  if (files.length > LIMITS.attachments) return { kind: "refused", why: "too_many_files", name: "" };
  const large = files.find(({ size }) => size > LIMITS.attachmentBytes);
  return large ? { kind: "refused", why: "too_large", name: large.name } : null;
}

async function postAnswer(token: string, body: FormData): Promise<Sent> {
  const response = await fetch(`${reportPath(token)}/answer`, { method: "POST", body }).catch(() => null);
  if (response?.ok) return { kind: "stored" };
  if (response?.status === 429) return { kind: "too_many" };
  if (response?.status === 422) return ((await response.json().catch(() => null)) as Refused | null) ?? { kind: "failed" };
  return { kind: response?.status === 410 || response?.status === 404 ? "gone" : "failed" };
}
