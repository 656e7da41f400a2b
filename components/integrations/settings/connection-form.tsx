"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { CredentialInputs, type CredentialValues, filledIn } from "@/components/integrations/credential-inputs";
import { SaveRow, useDraft } from "@/components/integrations/settings/save-row";
import { useKeyAttempt } from "@/components/integrations/use-key-attempt";
import { TextField } from "@/components/ui/fields";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import type { CredentialField } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { ActionResult } from "@/lib/identity/auth/action-result";
import type { KeyRefusal } from "@/lib/integrations/settings/key-actions";
import type { AddressAnswer } from "@/lib/integrations/settings/move-shop";
import { changeAddressAction, replaceCredentialsAction } from "@/lib/integrations/settings/settings-actions";

interface ConnectionProps {
  address: string;
  shopSystem: ShopSystem;
  /** Empty for a shop without a key, which gets its first where it is connected. */
  fields: readonly CredentialField[];
  /** What stands above the key's fields. */
  keyLead: ReactNode;
}

interface Saved {
  kind: "stored";
  /** Null if the address was not changed. */
  address: AddressAnswer | null;
  hasNewKey: boolean;
}

/** Address and key, saved together: a key belongs to an address, and each is tested against the shop before it is stored. */
export function ConnectionForm({ address: stored, shopSystem, fields, keyLead }: ConnectionProps) {
  const t = useTranslations("integrations");
  const { attempt, problems, notice, dismiss, isPending } = useKeyAttempt(shopSystem, save);
  const [address, setAddress] = useDraft(stored, notice?.good === true);
  const [values, setValues] = useState<CredentialValues>({});
  const [problem, setProblem] = useState<{ text: string | null }>({ text: null });
  // Saving would delete the key, so a second click must confirm.
  const [asked, setAsked] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, problems);
  useFocusOnError(form, problem);
  const entered = filledIn(values);
  const hasNewKey = Object.keys(entered).length > 0;

  async function send(merchantId: string, input: unknown): Promise<ActionResult<Saved | KeyRefusal>> {
    let moved: AddressAnswer | null = null;
    if (address !== stored) {
      const answer = await changeAddressAction(merchantId, { ...Object(input), address, withoutKey: asked === address });
      if (!answer.ok) return answer;
      moved = answer.value;
    }
    if (!hasNewKey || (moved !== null && moved.kind !== "saved"))
      return { ok: true, value: { kind: "stored", address: moved, hasNewKey: false } };
    const replaced = await replaceCredentialsAction(merchantId, { ...Object(input), values: entered });
    if (!replaced.ok || replaced.value.kind !== "stored") return replaced as ActionResult<KeyRefusal>;
    return { ok: true, value: { kind: "stored", address: moved, hasNewKey } };
  }

  function describe({ address: moved, hasNewKey: isReplaced }: Saved): string | null {
    if (moved?.kind === "problem") {
      setProblem({ text: t(`address.problem.${moved.problem}`, { host: moved.host }) });
      return null;
    }
    if (moved?.kind === "key_for_other_address") {
      setAsked(address);
      setProblem({ text: t("settings.key_for_other_address", { host: moved.host }) });
      return null;
    }
    setProblem({ text: null });
    if (isReplaced) setValues({});
    const open = moved?.overHttps ? ` ${t(`address.https.${moved.overHttps}`)} ${t("address.in_the_open")}` : "";
    return t(isReplaced ? "settings.credentials_saved" : "settings.saved") + open;
  }

  function save(event?: FormEvent): void {
    event?.preventDefault();
    attempt(send, {}, describe);
  }

  return (
    <form ref={form} method="post" onSubmit={save} className="grid max-w-xl gap-5">
      <TextField
        label={t("settings.address")}
        help={t("settings.address_help")}
        error={problem.text}
        inputMode="url"
        value={address}
        onChange={({ target }) => {
          setAddress(target.value);
          dismiss();
        }}
        required
      />
      <fieldset className="grid min-w-0 gap-3">
        <legend className="mb-1.5 font-medium">{t("settings.credentials")}</legend>
        {keyLead}
        <CredentialInputs
          shopSystem={shopSystem}
          fields={fields}
          problems={problems}
          values={values}
          onChange={(typed) => {
            setValues(typed);
            dismiss();
          }}
        />
      </fieldset>
      <SaveRow
        isPending={isPending}
        isChanged={address !== stored || hasNewKey}
        notice={notice}
        progress={hasNewKey ? t("wizard.credentials_testing") : null}
      />
    </form>
  );
}
