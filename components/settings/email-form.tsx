"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useAction } from "@/components/shell/use-action";
import { TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import { changeEmail } from "@/lib/identity/auth/email-actions";

/** Asks for another e-mail address, which both addresses confirm. */
export function EmailForm({ email }: { email: string }) {
  const t = useTranslations("settings.email");
  const errors = useTranslations("errors");
  const { run, fields, onReset } = useAction();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, fields);
  return (
    <form
      ref={form}
      className="grid gap-4"
      onReset={onReset}
      action={(data) =>
        run(
          () => changeEmail(data),
          () => toast.success(t("mailed")),
        )
      }
    >
      <p className="text-ink-2 [overflow-wrap:anywhere]">{t("lead", { email })}</p>
      <TextField
        label={t("next")}
        error={fields["email"] ? errors(fields["email"]) : null}
        missing={errors("email_invalid")}
        fieldClassName="sm:max-w-72"
        name="email"
        type="email"
        autoComplete="email"
        maxLength={254}
        required
      />
      <SubmitButton className="justify-self-start">{t("change")}</SubmitButton>
    </form>
  );
}
