"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { ok } from "@/lib/base/result";
import { YEAR_SECONDS } from "@/lib/base/units";
import { isLocale, LOCALE_COOKIE } from "@/lib/i18n/locales";
import { isTheme, SINGLE_KEYS_COOKIE, SINGLE_KEYS_OFF, THEME_COOKIE } from "@/lib/identity/accounts/browser-choices";
import { updateProfile } from "@/lib/identity/accounts/mutations";
import { profileSchema } from "@/lib/identity/accounts/schema";
import { personAction } from "@/lib/identity/auth/action";
import { comesFromHere } from "@/lib/identity/auth/request";
import { currentPerson } from "@/lib/identity/auth/session";
import { cookieAttributes } from "@/lib/identity/auth/token";

const keep = () => ({ ...cookieAttributes(), maxAge: YEAR_SECONDS });

export const saveProfile = personAction({
  input: profileSchema,
  run: async (person, input) => {
    await updateProfile(person, input);
    (await cookies()).set(LOCALE_COOKIE, input.locale, keep());
    revalidatePath("/", "layout");
    return ok(true);
  },
});

export async function chooseLocale(locale: string): Promise<void> {
  if (!isLocale(locale) || !(await comesFromHere())) return;
  (await cookies()).set(LOCALE_COOKIE, locale, keep());
  const person = await currentPerson();
  if (person && person.locale !== locale) await updateProfile(person, { locale });
}

export async function chooseTheme(theme: string): Promise<void> {
  if (!(await comesFromHere())) return;
  const jar = await cookies();
  if (isTheme(theme)) jar.set(THEME_COOKIE, theme, keep());
  else jar.delete(THEME_COOKIE);
}

export async function chooseSingleKeys(choice: "on" | "off"): Promise<void> {
  if (!(await comesFromHere())) return;
  const jar = await cookies();
  if (choice === SINGLE_KEYS_OFF) jar.set(SINGLE_KEYS_COOKIE, SINGLE_KEYS_OFF, keep());
  else jar.delete(SINGLE_KEYS_COOKIE);
}
