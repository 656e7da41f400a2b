"use client";

import { useTranslations } from "next-intl";
import { useContext, useEffect, useState } from "react";
import { useHasHostName } from "@/components/settings/passkey-support";
import { ActionForm } from "@/components/shell/action-form";
import { useAction } from "@/components/shell/use-action";
import type { ProofRequest } from "@/components/shell/with-proof";
import { Button, SubmitButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { PasswordField, TextField } from "@/components/ui/fields";
import { FormErrors } from "@/components/ui/form-errors";
import { beginProof, proveWithPasskey, proveWithPassword } from "@/lib/identity/auth/sign-in-method-actions";

/** Asks for a fresh proof of identity when an action requires one (`proof_needed` in use-action.ts), then repeats the action. */
export function ProofDialog() {
  const t = useTranslations("settings.proof");
  const [asked, setAsked] = useState<ProofRequest | null>(null);

  useEffect(() => {
    const ask = (event: Event) => setAsked((event as CustomEvent<ProofRequest>).detail);
    addEventListener("proof-needed", ask);
    return () => removeEventListener("proof-needed", ask);
  }, []);

  const answer = (isProven: boolean): void => {
    setAsked(null);
    asked?.answer(isProven);
  };
  return (
    <Dialog open={asked !== null} onClose={() => answer(false)} title={t("title")} description={t("lead")}>
      <ProofForm onProven={() => answer(true)} />
    </Dialog>
  );
}

function ProofForm({ onProven }: { onProven: () => void }) {
  const t = useTranslations("settings.proof");
  const errors = useTranslations("errors");
  const { run, pending } = useAction();
  const hasHostName = useHasHostName();
  const provePasskey = () =>
    run(
      () => beginProof({}),
      async ({ challengeId, options }) => {
        const { startAuthentication } = await import("@simplewebauthn/browser");
        const response = await startAuthentication({ optionsJSON: options }).catch(() => null);
        if (response) run(() => proveWithPasskey({ challengeId, response }), onProven);
      },
    );
  return (
    <ActionForm action={proveWithPassword} done={onProven}>
      <PasswordField
        label={t("password")}
        missing={errors("password_missing")}
        name="password"
        autoComplete="current-password"
        autoFocus
        required
      />
      <CodeField />
      <div className="flex flex-wrap gap-2">
        <SubmitButton>{t("submit")}</SubmitButton>
        {hasHostName ? (
          <Button pending={pending} onClick={provePasskey}>
            {t("passkey")}
          </Button>
        ) : null}
      </div>
    </ActionForm>
  );
}

/** Only the first refusal reveals whether there is a second factor. */
function CodeField() {
  const t = useTranslations("settings.proof");
  const errors = useTranslations("errors");
  const error = useContext(FormErrors)("code");
  // A later refusal of the typed code no longer tells that there is no app.
  const [hasApp, setHasApp] = useState(true);
  if (hasApp && error === errors("code_or_passkey")) setHasApp(false);
  if (error === null) return null;
  const help = hasApp ? t("code_help") : undefined;
  return <TextField label={t(hasApp ? "code" : "recovery_code")} help={help} name="code" autoComplete="one-time-code" maxLength={40} />;
}
