"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ActionForm } from "@/components/shell/action-form";
import { Button, SubmitButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CodeBlock } from "@/components/ui/code-block";
import { SelectField, TextField } from "@/components/ui/fields";
import { options } from "@/components/ui/select";
import { makeApiTokenAction } from "@/lib/api/actions";
import { CHOSEN_SCOPES, EXPIRY_DAYS, scopeKey, USUAL_EXPIRY_DAYS } from "@/lib/api/token-choices";

/** Focuses the new token, so that it is announced. The clicked button stays in place. */
const focusNow = (line: HTMLElement | null): void => line?.focus();

interface FormProps {
  merchantId: string;
  shops: readonly { id: string; name: string }[];
}

export function ApiTokenForm({ merchantId, shops }: FormProps) {
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
        action={(data) =>
          makeApiTokenAction(merchantId, {
            ...Object.fromEntries(data),
            scopes: data.getAll("scopes"),
            integrationIds: data.get("range") === "chosen" ? data.getAll("integrationIds") : [],
          })
        }
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
        <fieldset className="grid content-start gap-2">
          <legend className="mb-1 font-medium">{t("may")}</legend>
          {CHOSEN_SCOPES.map((scope) => (
            <Checkbox key={scope} name="scopes" value={scope} label={t(`scope.${scopeKey(scope)}`)} />
          ))}
        </fieldset>
        <ShopRange shops={shops} />
        <SelectField label={t("ends")} name="expiresInDays" defaultValue={USUAL_EXPIRY_DAYS} className="w-full">
          {options(EXPIRY_DAYS, (days) => t("after_days", { days }))}
        </SelectField>
        <SubmitButton className="justify-self-start">{t("make")}</SubmitButton>
      </ActionForm>
    </div>
  );
}

/** All shops, or those ticked. */
function ShopRange({ shops }: Pick<FormProps, "shops">) {
  const t = useTranslations("tokens");
  const [isChosen, setIsChosen] = useState(false);
  return (
    <fieldset className="grid content-start gap-2">
      <legend className="mb-1 font-medium">{t("shops")}</legend>
      {(["all", "chosen"] as const).map((range) => (
        <label key={range} className="flex items-start gap-2">
          <input
            type="radio"
            name="range"
            value={range}
            className="tick -mt-0.5"
            checked={isChosen === (range === "chosen")}
            onChange={() => setIsChosen(range === "chosen")}
          />
          <span>{t(range === "all" ? "all_shops" : "only_shops")}</span>
        </label>
      ))}
      {isChosen ? (
        <div className="ms-6 grid max-h-48 gap-2 overflow-y-auto">
          {shops.map(({ id, name }) => (
            <Checkbox key={id} name="integrationIds" value={id} label={<bdi className="[overflow-wrap:anywhere]">{name}</bdi>} />
          ))}
        </div>
      ) : null}
    </fieldset>
  );
}
