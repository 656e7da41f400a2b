import { CircleHelp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import type { GlossaryTerm } from "@/lib/i18n/glossary";

/** A small button that opens the glossary entry of a term; works without scripts. */
export function Term({ name }: { name: GlossaryTerm }) {
  const t = useTranslations("help.glossary");
  const own = useTranslations("overview.steps");
  const id = useId();
  return (
    <>
      <button type="button" popoverTarget={id} title={t(`${name}.word`)} className="term-button">
        <CircleHelp className="size-4" />
        <span className="sr-only">
          {own("what")} {t(`${name}.word`)}
        </span>
      </button>
      <span id={id} popover="auto" role="note" className="term-note">
        <b className="font-medium">{t(`${name}.word`)}</b>
        <span className="whitespace-normal text-ink-2">{t(`${name}.text`)}</span>
      </span>
    </>
  );
}
