"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ActionForm } from "@/components/shell/action-form";
import { Button, SubmitButton } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { SelectField, TextField } from "@/components/ui/fields";
import { options } from "@/components/ui/select";
import { makeApiTokenAction } from "@/lib/api/actions";
import { EXPIRY_DAYS, PERMISSIONS, USUAL_EXPIRY_DAYS } from "@/lib/api/token-choices";

/** Focuses the new token, so that it is announced. The clicked button stays in place. */
const focusNow = (line: HTMLElement | null): void => line?.focus();

export function ApiTokenForm({ merchantId }: { merchantId: string }) {
  const t = useTranslations("tokens");
  const errors = useTranslations("errors");
  const [token, setToken] = useState<string | null>(null);
  const name = useRef<HTMLInputElement>(null);
  return (
    <div className="grid gap-4">
      {token === null ? null : (
        <div className="grid gap-2 border-line border-b pb-4">
          <p ref={focusNow} tabIndex={-1} className="font-medium">
            {t("shown_once")}
          </p>
          <CodeBlock caption={t("token")} code={token} />
          <Button
            className="justify-self-start"
            onClick={() => {
              setToken(null);
              name.current?.focus();
            }}
          >
            {t("kept")}
          </Button>
        </div>
      )}
      <ActionForm
        className="grid gap-4 sm:grid-cols-2"
        action={(data) => makeApiTokenAction(merchantId, data)}
        done={(made) => setToken(made.token)}
      >
        <TextField
          label={t("name")}
          help={t("name_help")}
          missing={errors("name_missing")}
          fieldClassName="sm:col-span-2"
          ref={name}
          name="name"
          autoComplete="off"
          maxLength={60}
          required
        />
        <SelectField label={t("may")} name="permission" defaultValue="read" className="w-full">
          {options(PERMISSIONS, (permission) => t(`permission.${permission}`))}
        </SelectField>
        <SelectField label={t("ends")} name="expiresInDays" defaultValue={USUAL_EXPIRY_DAYS} className="w-full">
          {options(EXPIRY_DAYS, (days) => t("after_days", { days }))}
        </SelectField>
        <SubmitButton className="justify-self-start">{t("make")}</SubmitButton>
      </ActionForm>
    </div>
  );
}
