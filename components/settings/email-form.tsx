import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/shell/action-form";
import { TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { changeEmail } from "@/lib/identity/auth/email-actions";

/** Asks for another e-mail address, which both addresses confirm. */
export function EmailForm({ email }: { email: string }) {
  const t = useTranslations("settings.email");
  return (
    <ActionForm action={changeEmail} done={t("mailed")}>
      <p className="text-ink-2 [overflow-wrap:anywhere]">{t("lead", { email })}</p>
      <TextField fieldClassName="sm:max-w-72" label={t("next")} name="email" type="email" autoComplete="email" maxLength={254} required />
      <SubmitButton className="justify-self-start">{t("change")}</SubmitButton>
    </ActionForm>
  );
}
