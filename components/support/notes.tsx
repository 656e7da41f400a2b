import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { keepNote, removeMerchantNote } from "@/app/(support)/support/actions";
import { TextArea } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { Note } from "@/lib/support/data";

/** What staff tell each other of a merchant; the merchant never sees it. */
export function Notes({ merchantId, notes }: { merchantId: string; notes: readonly Note[] }) {
  const t = useTranslations("support.notes");
  return (
    <Panel title={t("title")}>
      <form action={keepNote.bind(null, merchantId)} className="mb-4 grid gap-2">
        <TextArea name="text" required maxLength={4000} aria-label={t("label")} placeholder={t("label")} className="min-h-16" />
        <SubmitButton variant="secondary" size="sm" className="justify-self-start">
          {t("keep")}
        </SubmitButton>
      </form>
      {notes.length === 0 ? <p className="text-ink-2">{t("none")}</p> : null}
      <ol className="divide-y divide-line">
        {notes.map(({ id, author, text, at }) => (
          <li key={id} className="py-2.5 first:pt-0 last:pb-0">
            <div className="flex items-baseline justify-between gap-2 text-ink-3 text-sm">
              <span className="min-w-0">
                <bdi className="font-medium text-ink-2">{author.kind === "job" ? author.job : author.name}</bdi> · <Time at={at} />
              </span>
              <form action={removeMerchantNote.bind(null, merchantId, id)}>
                <button type="submit" className="rounded-sm p-0.5 hover:text-ink" title={t("remove")}>
                  <Trash2 className="size-3.5" aria-hidden="true" />
                  <span className="sr-only">{t("remove")}</span>
                </button>
              </form>
            </div>
            <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
