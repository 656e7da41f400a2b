import { useTranslations } from "next-intl";
import { PasswordField, TextField } from "@/components/ui/fields";
import { MIN_PASSWORD_LENGTH } from "@/lib/identity/auth/password-length";

// Fields of a new account whose e-mail address is verified. `error` is the code of the invalid field.

interface AccountFieldProps {
  error: string | undefined;
}

export function ProvenEmailField({ email }: { email: string }) {
  const t = useTranslations("auth");
  return <TextField label={t("email")} type="email" autoComplete="username" defaultValue={email} readOnly className="h-10" />;
}

export function PersonNameField({ typed, error }: AccountFieldProps & { typed: string }) {
  const t = useTranslations("auth");
  return (
    <TextField
      label={t("invitation.name")}
      error={error ? t(`field.${error}`, { count: MIN_PASSWORD_LENGTH }) : null}
      name="name"
      autoComplete="name"
      maxLength={120}
      defaultValue={typed}
      autoFocus
      required
      className="h-10"
    />
  );
}

export function FirstPasswordField({ error }: AccountFieldProps) {
  const t = useTranslations("auth");
  return (
    <PasswordField
      label={t("password")}
      help={t("password_help", { count: MIN_PASSWORD_LENGTH })}
      error={error ? t(`field.${error}`, { count: MIN_PASSWORD_LENGTH }) : null}
      name="password"
      autoComplete="new-password"
      required
      className="h-10"
    />
  );
}
