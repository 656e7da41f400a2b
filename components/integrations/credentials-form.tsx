"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { type CredentialFieldView, CredentialInputs, type CredentialValues, filledIn } from "@/components/integrations/credential-inputs";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { useRefusalMessage } from "@/components/integrations/use-refusal-message";
import { useRetryAt } from "@/components/integrations/use-retry-at";
import { Button } from "@/components/ui/button";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import type { CredentialProblem } from "@/lib/connectors/credentials";
import type { Platform } from "@/lib/connectors/platforms";
import { replaceCredentialsAction } from "@/lib/integrations/settings-actions";

interface CredentialsFormProps {
  merchantId: string;
  integrationId: string;
  platform: Platform;
  fields: readonly CredentialFieldView[];
  submit: string;
  onStored?: () => void;
}

/** Credentials are tested against the shop before they are stored. Rejected input stays. */
export function CredentialsForm({ merchantId, integrationId, platform, fields, submit, onStored }: CredentialsFormProps) {
  const own = useTranslations("integrations");
  const refusalWords = useRefusalMessage(platform);
  const errorMessage = useErrorMessage();
  const [pending, setPending] = useState(false);
  const [problems, setProblems] = useState<Readonly<Record<string, CredentialProblem>>>({});
  const [notice, setNotice] = useState<{ good: boolean; text: string } | null>(null);
  const [values, setValues] = useState<CredentialValues>({});
  const [retryAt, setRetryAt] = useState<string | null>(null);

  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, problems);

  async function send(event?: FormEvent<HTMLFormElement>): Promise<void> {
    event?.preventDefault();
    setPending(true);
    setRetryAt(null);
    // Errors stay until the response: removing them would move the button from under the pointer.
    setNotice(null);
    try {
      const result = await replaceCredentialsAction(merchantId, { integrationId, values: filledIn(values) });
      if (!result.ok) return setNotice({ good: false, text: errorMessage(result) });
      setProblems(result.value.kind === "fields" ? result.value.problems : {});
      if (result.value.kind === "fields") return;
      if (result.value.kind === "asked_to_wait") setRetryAt(result.value.retryAt);
      if (result.value.kind !== "stored") return setNotice({ good: false, text: refusalWords(result.value) });
      setValues({});
      setNotice({ good: true, text: own("settings.credentials_saved") });
      onStored?.();
    } catch {
      setNotice({ good: false, text: errorMessage() });
    } finally {
      setPending(false);
    }
  }

  useRetryAt(retryAt, () => void send());

  return (
    <form ref={form} method="post" onSubmit={send} className="grid gap-3">
      <CredentialInputs platform={platform} fields={fields} problems={problems} values={values} onChange={setValues} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" pending={pending}>
          {submit}
        </Button>
        <p role="status" className={notice?.good === false ? "min-w-0 flex-1 basis-56 text-action-needed" : "text-ink-2"}>
          {pending ? own("wizard.credentials_testing") : notice?.text}
        </p>
      </div>
    </form>
  );
}
