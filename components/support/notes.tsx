import { useTranslations } from "next-intl";
import { RemoveNote } from "@/components/support/remove-note";
import { TextAreaField } from "@/components/ui/fields";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { keepNote, removeMerchantNote } from "@/lib/support/actions";
import type { Note } from "@/lib/support/data";

export function Notes({ merchantId, notes, mayWrite }: { merchantId: string; notes: readonly Note[]; mayWrite: boolean }) {
  const t = useTranslations("support.notes");
  return (
    <Panel title={t("title")}>
      {mayWrite ? (
        <form action={keepNote.bind(null, merchantId)} className="mb-4 grid gap-2">
          <TextAreaField
            refuseBlank
            label={t("label")}
            labelHidden
            name="text"
            required
            maxLength={4000}
            placeholder={t("label")}
            className="min-h-16"
          />
          <SubmitButton variant="secondary" size="sm" className="justify-self-start">
            {t("keep")}
          </SubmitButton>
        </form>
      ) : null}
      <FocusKeeper outcome={notes.length}>
        {notes.length === 0 ? <p className="text-ink-2">{t("none")}</p> : null}
        <ol className="divide-y divide-line">
          {notes.map(({ id, author, text, at }) => (
            <li key={id} className="py-2.5 first:pt-0 last:pb-0">
              <div className="flex items-baseline justify-between gap-2 text-ink-3 text-sm">
                <span className="min-w-0">
                  <bdi className="font-medium text-ink-2">{author.kind === "job" ? author.job : author.name}</bdi> · <Time at={at} />
                </span>
                {mayWrite ? <RemoveNote remove={removeMerchantNote.bind(null, merchantId, id)} label={t("remove")} /> : null}
              </div>
              <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>
            </li>
          ))}
        </ol>
      </FocusKeeper>
    </Panel>
  );
}
