import type { Translate } from "@/lib/check/diagnosis/describe-cause";
import type { Fix, FixText } from "@/lib/check/diagnosis/fixes/fix";

// Describes a fix. `t` has the namespace `fixes`, from next-intl or use-intl.

export type FixWords = ReturnType<typeof describeFix>;

const format = (t: Translate, { key, values }: FixText): string => t(key, values);

/** The fix's software, with its variant if there are several fixes for it. */
export function nameFix(t: Translate, { id, software }: Pick<Fix, "id" | "software">): string {
  const variant = `variants.${id.split(".")[0]}`;
  const name = t(`software.${software}`);
  return t.has(variant) ? `${name}, ${t(variant)}` : name;
}

export function describeFix(t: Translate, fix: Fix) {
  return {
    id: fix.id,
    software: nameFix(t, fix),
    fixer: t(`fixer.${fix.fixer}`),
    minutes: t("labels.minutes", { minutes: fix.minutes }),
    found: fix.found ? t("labels.found") : null,
    steps: fix.steps.map((one) => format(t, one)),
    commands: fix.steps.map(({ values }) => (typeof values["command"] === "string" ? values["command"] : null)),
    warnings: fix.warnings.map((one) => format(t, one)),
    cannotBeSkipped: fix.cannotBeSkipped ? t("labels.cannot_be_skipped") : null,
    snippets: fix.snippets.map(({ title, place, replaces, ...snippet }) => ({
      ...snippet,
      title: format(t, title),
      place: t(`places.${place}`, { what: replaces ?? "" }),
      replaces: place === "instead_of" ? replaces : null,
    })),
  };
}
