"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/shell/action-form";
import { SubmitButton } from "@/components/ui/button";
import { PasswordField, SelectField } from "@/components/ui/fields";
import { localeOptions, options } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { saveProfile } from "@/lib/identity/accounts/profile-actions";
import { MIN_PASSWORD_LENGTH } from "@/lib/identity/auth/password-length";
import { choosePassword } from "@/lib/identity/auth/sign-in-method-actions";

export function ProfileForm({ locale, timeZone, timeZones }: { locale: string; timeZone: string; timeZones: string[] }) {
  const t = useTranslations("settings");
  const words = useTranslations("app");
  const router = useRouter();
  return (
    <ActionForm
      action={saveProfile}
      done={() => {
        toast.success(<Saved />);
        router.refresh();
      }}
    >
      <SelectField label={t("language")} name="locale" defaultValue={locale} key={locale} className="w-full sm:w-72">
        {localeOptions()}
      </SelectField>
      <SelectField
        label={t("time_zone")}
        help={t("time_zone_help")}
        name="timeZone"
        defaultValue={timeZone}
        key={timeZone}
        className="w-full sm:w-72"
      >
        {options(timeZones, (zone) => zone.replaceAll("_", " "))}
      </SelectField>
      <SubmitButton className="justify-self-start">{words("save")}</SubmitButton>
    </ActionForm>
  );
}

/** Translated on render, since the language may just have changed. */
function Saved() {
  return useTranslations("app")("saved");
}

export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("settings.password");
  const errors = useTranslations("errors");
  const values = { count: MIN_PASSWORD_LENGTH };
  return (
    <ActionForm
      action={choosePassword}
      done={({ endedSessions }) => toast.success(t("changed", { count: endedSessions }))}
      errorValues={values}
    >
      <p className="text-ink-2">{t("lead")}</p>
      {/* Lets password managers identify the account. */}
      <input type="email" autoComplete="username" defaultValue={email} readOnly hidden />
      <PasswordField
        fieldClassName="sm:max-w-72"
        label={t("current")}
        missing={errors("password_missing")}
        name="current"
        autoComplete="current-password"
        required
      />
      <PasswordField
        fieldClassName="sm:max-w-72"
        label={t("next")}
        help={t("next_help", values)}
        missing={errors("password_too_short", values)}
        name="next"
        autoComplete="new-password"
        minLength={MIN_PASSWORD_LENGTH}
        required
      />
      <SubmitButton className="justify-self-start">{t("change")}</SubmitButton>
    </ActionForm>
  );
}
