import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { type CredentialFieldView, CredentialInputs, type CredentialValues, filledIn } from "@/components/integrations/credential-inputs";
import { useRefusalMessage } from "@/components/integrations/use-refusal-message";
import { useRetryAt } from "@/components/integrations/use-retry-at";
import { useActionWithNotice } from "@/components/sync/use-action-with-notice";
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
}

/** Credentials are tested against the shop before they are stored. Rejected input stays. */
export function CredentialsForm({ merchantId, integrationId, platform, fields, submit }: CredentialsFormProps) {
  const own = useTranslations("integrations");
  const refusalWords = useRefusalMessage(platform);
  const { pending, notice, run } = useActionWithNotice();
  const [problems, setProblems] = useState<Readonly<Record<string, CredentialProblem>>>({});
  const [values, setValues] = useState<CredentialValues>({});
  const [retryAt, setRetryAt] = useState<string | null>(null);

  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, problems);

  function send(event?: FormEvent): void {
    event?.preventDefault();
    setRetryAt(null);
    void run(
      "replace",
      () => replaceCredentialsAction(merchantId, { integrationId, values: filledIn(values) }),
      (answer) => {
        // Errors stay until the response: removing them would move the button from under the pointer.
        setProblems(answer.kind === "fields" ? answer.problems : {});
        if (answer.kind === "fields") return null;
        if (answer.kind === "asked_to_wait") setRetryAt(answer.retryAt);
        if (answer.kind !== "stored") return { good: false, text: refusalWords(answer) };
        setValues({});
        return { good: true, text: own("settings.credentials_saved") };
      },
    );
  }

  useRetryAt(retryAt, send);

  return (
    <form ref={form} method="post" onSubmit={send} className="grid gap-3">
      <CredentialInputs platform={platform} fields={fields} problems={problems} values={values} onChange={setValues} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" pending={pending !== null}>
          {submit}
        </Button>
        <p role="status" className={notice?.good === false ? "min-w-0 flex-1 basis-56 text-action-needed" : "text-ink-2"}>
          {pending ? own("wizard.credentials_testing") : notice?.text}
        </p>
      </div>
    </form>
  );
}
