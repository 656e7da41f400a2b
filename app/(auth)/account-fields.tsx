import { useTranslations } from "next-intl";
import { PasswordField, TextField } from "@/components/ui/fields";
import { MIN_PASSWORD_LENGTH } from "@/lib/identity/auth/password-length";

// Fields of an account that several forms of visitors have.

export function EmailField({ typed, autoFocus }: { typed: string; autoFocus: boolean }) {
  const t = useTranslations("auth");
  return (
    <TextField
      label={t("email")}
      name="email"
      type="email"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      defaultValue={typed}
      autoFocus={autoFocus}
      required
      className="h-10"
    />
  );
}

export function ProvenEmailField({ email }: { email: string }) {
  const t = useTranslations("auth");
  return <TextField label={t("email")} type="email" autoComplete="username" defaultValue={email} readOnly className="h-10" />;
}

export function PersonNameField({ typed }: { typed: string }) {
  const t = useTranslations("auth.invitation");
  return (
    <TextField label={t("name")} name="name" autoComplete="name" maxLength={120} defaultValue={typed} autoFocus required className="h-10" />
  );
}

export function NewPasswordField({ label, autoFocus = false }: { label: string; autoFocus?: boolean }) {
  const t = useTranslations("auth");
  return (
    <PasswordField
      label={label}
      help={t("password_help", { count: MIN_PASSWORD_LENGTH })}
      name="password"
      autoComplete="new-password"
      autoFocus={autoFocus}
      required
      className="h-10"
    />
  );
}
