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
      <button
        type="button"
        popoverTarget={id}
        title={t(`${name}.word`)}
        className="inline-grid size-6 shrink-0 place-items-center rounded-full align-middle text-ink-3 hover:bg-hover hover:text-ink"
      >
        <CircleHelp className="size-4" />
        <span className="sr-only">
          {own("what")} {t(`${name}.word`)}
        </span>
      </button>
      <span
        id={id}
        popover="auto"
        role="note"
        className="m-auto max-w-72 rounded-lg border border-line-strong bg-surface px-3.5 py-2.5 font-normal text-base text-ink shadow-overlay supports-[position-area:block-end]:m-1 supports-[position-area:block-end]:[position-area:block-end_span-inline-end] [position-try-fallbacks:flip-inline,flip-block] [&:popover-open]:grid [&:popover-open]:gap-0.5"
      >
        <b className="font-medium">{t(`${name}.word`)}</b>
        <span className="whitespace-normal text-ink-2">{t(`${name}.text`)}</span>
      </span>
    </>
  );
}
