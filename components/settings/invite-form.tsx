import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/shell/action-form";
import { SelectField, TextField } from "@/components/ui/fields";
import { options } from "@/components/ui/options";
import { SubmitButton } from "@/components/ui/submit-button";
import { inviteAction } from "@/lib/identity/accounts/member-actions";
import { ROLES } from "@/lib/identity/accounts/roles";

export function InviteForm({ merchantId }: { merchantId: string }) {
  const t = useTranslations("members");
  return (
    <ActionForm className="grid gap-4 sm:grid-cols-[1fr_auto]" action={inviteAction.bind(null, merchantId)} done={t("invited")}>
      <TextField label={t("email")} name="email" type="email" autoComplete="off" maxLength={254} required />
      <SelectField label={t("role_label")} name="role" defaultValue="member" className="w-full">
        {options([...ROLES].reverse(), (role) => t(`role.${role}`))}
      </SelectField>
      <p className="text-ink-3 text-sm sm:col-span-2">{t("roles_help")}</p>
      <SubmitButton className="justify-self-start">{t("invite")}</SubmitButton>
    </ActionForm>
  );
}
