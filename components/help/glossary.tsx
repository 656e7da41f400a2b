import { useTranslations } from "next-intl";
import { GLOSSARY } from "@/lib/i18n/glossary";

/** All glossary entries, each with its own anchor. */
export function Glossary() {
  const t = useTranslations("help.glossary");
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[11rem_minmax(0,1fr)]">
      {GLOSSARY.map((term) => (
        <div key={term} className="grid sm:contents">
          <dt id={`word-${term}`} className="scroll-mt-24 font-medium">
            {t(`${term}.word`)}
          </dt>
          <dd className="text-ink-2">{t(`${term}.text`)}</dd>
        </div>
      ))}
    </dl>
  );
}
