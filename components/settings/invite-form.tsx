"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useAction } from "@/components/shell/use-action";
import { SelectField, TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import { inviteAction } from "@/lib/identity/accounts/member-actions";
import { ROLES } from "@/lib/identity/accounts/roles";

export function InviteForm({ merchantId }: { merchantId: string }) {
  const t = useTranslations("members");
  const errors = useTranslations("errors");
  const { run, fields, onReset } = useAction();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, fields);
  return (
    <form
      ref={form}
      className="grid gap-4 sm:grid-cols-[1fr_auto]"
      onReset={onReset}
      action={(data) =>
        run(
          () => inviteAction(merchantId, data),
          () => toast.success(t("invited")),
        )
      }
    >
      <TextField
        label={t("email")}
        error={fields["email"] ? errors(fields["email"]) : null}
        name="email"
        type="email"
        autoComplete="off"
        maxLength={254}
        required
      />
      <SelectField label={t("role_label")} name="role" defaultValue="member" className="w-full">
        {[...ROLES].reverse().map((role) => (
          <option key={role} value={role}>
            {t(`role.${role}`)}
          </option>
        ))}
      </SelectField>
      <p className="text-ink-3 text-sm sm:col-span-2">{t("roles_help")}</p>
      <SubmitButton className="justify-self-start">{t("invite")}</SubmitButton>
    </form>
  );
}
