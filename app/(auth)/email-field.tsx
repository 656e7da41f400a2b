import { useTranslations } from "next-intl";
import { TextField } from "@/components/ui/fields";

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
