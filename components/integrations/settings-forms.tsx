"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { MAX_NAME_LENGTH } from "@/lib/integrations/limits";
import { changeAddressAction, renameAction } from "@/lib/integrations/settings-actions";

interface FormProps {
  merchantId: string;
  integrationId: string;
  initial: string;
}

type Save = (value: string) => Promise<{ good: boolean; text: string }>;

/** One field with its own Save button and message. */
function OneField({
  label,
  help,
  initial,
  save,
  ...input
}: {
  label: string;
  help: string;
  initial: string;
  save: Save;
  maxLength?: number;
  inputMode?: "url";
}) {
  const t = useTranslations("integrations.settings");
  const errorMessage = useErrorMessage();
  const [value, setValue] = useState(initial);
  const [pending, setPending] = useState(false);
  const [answer, setAnswer] = useState<{ good: boolean; text: string } | null>(null);
  // The stored value changed elsewhere: show it unless the user is typing, and keep the message.
  const [stored, setStored] = useState(initial);
  if (stored !== initial) {
    setStored(initial);
    if (value === stored || answer?.good) setValue(initial);
  }
  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    setPending(true);
    setAnswer(null);
    setAnswer(await save(value).catch(() => ({ good: false, text: errorMessage() })));
    setPending(false);
  }
  return (
    <form method="post" onSubmit={send}>
      <Field label={label} help={help} error={answer && !answer.good ? answer.text : null}>
        {(control) => (
          <span className="flex gap-2">
            <Input
              {...control}
              {...input}
              value={value}
              onChange={(event) => {
                setValue(event.target.value);
                // Edited again: no longer saved.
                setAnswer((before) => (before?.good ? null : before));
              }}
              required
            />
            <Button type="submit" pending={pending}>
              {t("save")}
            </Button>
          </span>
        )}
      </Field>
      <p role="status" className="text-healthy text-sm">
        {answer?.good ? answer.text : null}
      </p>
    </form>
  );
}

export function NameForm({ merchantId, integrationId, initial }: FormProps) {
  const t = useTranslations("integrations.settings");
  const errorMessage = useErrorMessage();
  return (
    <OneField
      label={t("name")}
      help={t("name_help")}
      initial={initial}
      maxLength={MAX_NAME_LENGTH}
      save={async (name) => {
        const result = await renameAction(merchantId, { integrationId, name });
        if (result.ok) return { good: true, text: t("saved") };
        const code = result.fields?.["name"];
        return { good: false, text: errorMessage(code === "name_missing" ? { code } : result) };
      }}
    />
  );
}

export function AddressForm({ merchantId, integrationId, initial }: FormProps) {
  const t = useTranslations("integrations");
  const errorMessage = useErrorMessage();
  // Saving would delete the key: a second click confirms.
  const [asked, setAsked] = useState<string>();
  return (
    <OneField
      label={t("settings.address")}
      help={t("settings.address_help")}
      initial={initial}
      inputMode="url"
      save={async (address) => {
        const result = await changeAddressAction(merchantId, { integrationId, address, withoutKey: asked === address });
        if (!result.ok) return { good: false, text: errorMessage(result) };
        if (result.value.kind === "key_stays_behind") {
          setAsked(address);
          return { good: false, text: t("settings.key_stays_behind", { host: result.value.host }) };
        }
        if (result.value.kind === "saved") {
          const { overHttps } = result.value;
          const open = overHttps === null ? "" : ` ${t(`address.https.${overHttps}`)} ${t("address.in_the_open")}`;
          return { good: true, text: t("settings.saved") + open };
        }
        return { good: false, text: t(`address.problem.${result.value.problem}`, { host: result.value.host }) };
      }}
    />
  );
}
