import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { CredentialInputs, type CredentialValues, filledIn } from "@/components/integrations/credential-inputs";
import { useKeyAttempt } from "@/components/integrations/use-key-attempt";
import { Button } from "@/components/ui/button";
import { useFocusOnError } from "@/components/ui/use-focus-on-error";
import type { Platform } from "@/lib/connectors/platforms";
import type { CredentialField } from "@/lib/connectors/shop";
import { replaceCredentialsAction } from "@/lib/integrations/settings-actions";

/** Credentials are tested against the shop before they are stored. Rejected input stays. */
export function CredentialsForm({ platform, fields }: { platform: Platform; fields: readonly CredentialField[] }) {
  const t = useTranslations("integrations");
  const { attempt, problems, notice, isPending } = useKeyAttempt(platform, send);
  const [values, setValues] = useState<CredentialValues>({});
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, problems);

  function send(event?: FormEvent): void {
    event?.preventDefault();
    attempt(replaceCredentialsAction, { values: filledIn(values) }, () => {
      setValues({});
      return t("settings.credentials_saved");
    });
  }

  return (
    <form ref={form} method="post" onSubmit={send} className="grid gap-3">
      <CredentialInputs platform={platform} fields={fields} problems={problems} values={values} onChange={setValues} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" pending={isPending}>
          {t("settings.credentials_replace")}
        </Button>
        <p role="status" className={notice?.good === false ? "min-w-0 flex-1 basis-56 text-action-needed" : "text-ink-2"}>
          {isPending ? t("wizard.credentials_testing") : notice?.text}
        </p>
      </div>
    </form>
  );
}
