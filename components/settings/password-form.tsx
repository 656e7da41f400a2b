"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { choosePassword } from "@/components/settings/actions";
import { useAction } from "@/components/shell/use-action";
import { PasswordField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import { MIN_PASSWORD_LENGTH } from "@/lib/identity/auth/password-length";

export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("settings.password");
  const errors = useTranslations("errors");
  const { run, fields, onReset } = useAction();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, fields);
  const errorOf = (name: string): string | null => (fields[name] ? errors(fields[name], { count: MIN_PASSWORD_LENGTH }) : null);
  return (
    <form
      ref={form}
      className="grid gap-4"
      onReset={onReset}
      action={(data) =>
        run(
          () => choosePassword(data),
          ({ endedSessions }) => toast.success(t("changed", { count: endedSessions })),
        )
      }
    >
      <p className="text-ink-2">{t("lead")}</p>
      {/* Lets password managers identify the account. */}
      <input type="email" autoComplete="username" defaultValue={email} readOnly hidden />
      <PasswordField
        label={t("current")}
        error={errorOf("current")}
        missing={errors("password_missing")}
        fieldClassName="sm:max-w-72"
        name="current"
        autoComplete="current-password"
        required
      />
      <PasswordField
        label={t("next")}
        help={t("next_help", { count: MIN_PASSWORD_LENGTH })}
        error={errorOf("next")}
        missing={errors("password_too_short", { count: MIN_PASSWORD_LENGTH })}
        fieldClassName="sm:max-w-72"
        name="next"
        autoComplete="new-password"
        minLength={MIN_PASSWORD_LENGTH}
        required
      />
      <SubmitButton className="justify-self-start">{t("change")}</SubmitButton>
    </form>
  );
}
