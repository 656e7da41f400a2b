"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Refusal } from "@/app/(auth)/refusal";
import { SubmitButton } from "@/components/ui/submit-button";
import { beginPasskeySignIn, finishPasskeySignIn } from "@/lib/identity/auth/actions";
import type { FormError } from "@/lib/identity/auth/form-error";

export function PasskeySignIn({ from }: { from: string | null }) {
  const t = useTranslations("auth.passkey");
  const [error, setError] = useState<FormError | null>(null);
  const signIn = async (): Promise<void> => {
    setError(null);
    const asked = await beginPasskeySignIn();
    if ("error" in asked) return setError(asked.error);
    // Loaded on demand: most visitors sign in with a password.
    const { startAuthentication } = await import("@simplewebauthn/browser");
    const response = await startAuthentication({ optionsJSON: asked.options }).catch(() => null);
    if (response === null) return setError({ code: "passkey_cancelled", retryAfterSeconds: 0 });
    setError((await finishPasskeySignIn({ challengeId: asked.challengeId, response }, from)).error);
  };
  return (
    <form action={signIn} className="mt-3 grid gap-3">
      <SubmitButton variant="secondary" size="lg" className="w-full">
        {t("sign_in")}
      </SubmitButton>
      <div role="status" className="empty:sr-only">
        {error ? <Refusal error={error} /> : null}
      </div>
    </form>
  );
}
