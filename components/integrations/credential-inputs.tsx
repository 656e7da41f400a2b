import { useTranslations } from "next-intl";
import { TextField } from "@/components/ui/fields";
import type { CredentialProblem } from "@/lib/connectors/credentials";
import type { CredentialField } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { anyKey } from "@/lib/i18n/any-key";

export type CredentialValues = Readonly<Record<string, string>>;

interface InputsProps {
  shopSystem: ShopSystem;
  fields: readonly CredentialField[];
  problems: Readonly<Record<string, CredentialProblem>>;
  values: CredentialValues;
  onChange: (values: CredentialValues) => void;
  autoFocus?: boolean;
}

export const filledIn = (values: CredentialValues): CredentialValues =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));

const lettersIn = (text: string): number => text.match(/[a-z0-9]/gi)?.length ?? 0;

export function CredentialInputs({ shopSystem, fields, problems, values, onChange, autoFocus = false }: InputsProps) {
  const t = useTranslations("credentials");
  return fields.map((field, index) => {
    const problem = problems[field.name];
    const textOf = (part: string) => anyKey(t)(`shop_systems.${shopSystem}.fields.${field.name}.${part}`);
    return (
      <TextField
        key={field.name}
        label={textOf("label")}
        help={textOf("help")}
        error={problem ? t(`problems.${problem}`, { count: lettersIn(values[field.name] ?? "") }) : null}
        aside={field.optional ? t("optional") : null}
        name={field.name}
        autoFocus={autoFocus && index === 0}
        type={field.secret ? "password" : "text"}
        autoComplete="off"
        spellCheck={false}
        placeholder={textOf("placeholder")}
        value={values[field.name] ?? ""}
        onChange={(event) => onChange({ ...values, [field.name]: event.target.value })}
        className="font-mono"
      />
    );
  });
}
