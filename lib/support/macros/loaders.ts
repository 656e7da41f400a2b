import "server-only";
import { getLocale, getTranslations } from "next-intl/server";
import { toLocale } from "@/lib/i18n/locales";
import { isAllowed } from "@/lib/identity/accounts/access";
import { requireStaffScope } from "@/lib/identity/accounts/loaders";
import { BUILT_IN_MACROS } from "@/lib/support/macros/built-in";
import { listMacros } from "@/lib/support/macros/data";
import { AS_TYPED } from "@/lib/support/macros/template";

/** All templates; those of the product in the reader's language, unfilled. */
export async function loadMacros() {
  const scope = await requireStaffScope();
  const [macros, locale, t] = await Promise.all([listMacros(scope), getLocale(), getTranslations("macros.built_in")]);
  const builtIn = BUILT_IN_MACROS.map(({ id, ...then }) => ({ id, ...then, name: t(`${id}.name`), text: t(`${id}.text`, AS_TYPED) }));
  return { macros, builtIn, locale: toLocale(locale), mayWrite: isAllowed(scope, "write_notes") };
}
