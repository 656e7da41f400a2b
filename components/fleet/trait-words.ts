import type { useTranslations } from "next-intl";
import { nameBlocker, type Translate } from "@/lib/diagnosis/describe-cause";
import type { Traits } from "@/lib/fleet/data";
import { DIMENSIONS } from "@/lib/fleet/fact";
import { isPlatform } from "@/lib/shops/platforms";

type Translator = ReturnType<typeof useTranslations>;

interface Translators {
  /** Speaks `fleet`. */
  t: Translator;
  /** Speaks `causes`. */
  causes: Translate;
  /** Speaks `integrations.platform`. */
  platforms: Translator;
}

/** What the shops of an incident have in common, in words: "at network 192.0.2.0/24, refused from our address 203.0.113.2". */
export function traitWords(traits: Traits, { t, causes, platforms }: Translators): string {
  const parts = DIMENSIONS.flatMap((dimension) => {
    const value = traits[dimension];
    if (value === undefined) return [];
    const name =
      dimension === "platform" && isPlatform(value)
        ? platforms(value)
        : dimension === "blocker" || dimension === "server"
          ? (nameBlocker(causes, value) ?? value)
          : value;
    return [t(`trait.${dimension}`, { value: name })];
  });
  return parts.length === 0 ? t("trait.time") : parts.join(", ");
}
