import type { Translate } from "@/lib/check/diagnosis/describe-cause";
import type { Fix, FixText } from "@/lib/check/diagnosis/fixes/fix";

// A fix in words, with a translator of the namespace `fixes` (next-intl's useTranslations("fixes"), or use-intl's createTranslator).

export interface FixWords {
  id: string;
  software: string;
  who: string;
  minutes: string;
  /** "Fits this shop", or null. */
  found: string | null;
  steps: string[];
  /** What one types in each step, as it stands in its words; null where there is nothing to type. */
  commands: (string | null)[];
  warnings: string[];
  /** Said plainly when nothing but switching it off helps; otherwise null. */
  cannotBeSkipped: string | null;
  snippets: { id: string; title: string; place: string; file: string | null; language: string; code: string; replaces: string | null }[];
}

const tell = (t: Translate, { key, values }: FixText): string => t(key, values);

/** Its software, and what is special about one of several for it. */
export function nameFix(t: Translate, { id, software }: Pick<Fix, "id" | "software">): string {
  const variant = `variants.${id.split(".")[0]}`;
  const name = t(`software.${software}`);
  return t.has(variant) ? `${name}, ${t(variant)}` : name;
}

export function describeFix(t: Translate, fix: Fix): FixWords {
  return {
    id: fix.id,
    software: nameFix(t, fix),
    who: t(`who.${fix.who}`),
    minutes: t("labels.minutes", { minutes: fix.minutes }),
    found: fix.found ? t("labels.found") : null,
    steps: fix.steps.map((one) => tell(t, one)),
    commands: fix.steps.map(({ values }) => (typeof values["command"] === "string" ? values["command"] : null)),
    warnings: fix.warnings.map((one) => tell(t, one)),
    cannotBeSkipped: fix.cannotBeSkipped ? t("labels.cannot_be_skipped") : null,
    snippets: fix.snippets.map(({ title, place, ...snippet }) => ({ ...snippet, title: tell(t, title), place: t(`places.${place}`) })),
  };
}
