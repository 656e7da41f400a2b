import type { MarkupTranslationValues, RichTranslationValues, TranslationValues } from "next-intl";
import type { ReactNode } from "react";

interface AnyKeyTranslator {
  (key: string, values?: TranslationValues): string;
  has: (key: string) => boolean;
  markup: (key: string, values?: MarkupTranslationValues) => string;
  rich: (key: string, values?: RichTranslationValues) => ReactNode;
}

/** A translator for keys that the compiler cannot know: of causes and fixes, whose tests ensure their texts, and of stored codes, asked by `has`. */
export const anyKey = (translate: object): AnyKeyTranslator => translate as AnyKeyTranslator;
