"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ActionNotice } from "@/components/sync/action-notice";
import { useActionWithNotice } from "@/components/sync/use-action-with-notice";
import { CodeBlock } from "@/components/ui/code-block";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Time } from "@/components/ui/time";
import { useFocusKeeper } from "@/components/ui/use-focus-keeper";
import type { WebhookView } from "@/lib/orders/tracking/data";
import { makeWebhookSecretAction, revokeWebhookSecretAction } from "@/lib/orders/tracking/webhook/actions";

interface WebhookProps {
  merchantId: string;
  integrationId: string;
  webhook: WebhookView;
}

/** The data to enter at Sendcloud so that its parcels are recorded here: URL, the secret once, and the delivery state. */
export function WebhookPanel({ merchantId, integrationId, webhook }: WebhookProps) {
  const t = useTranslations("tracking.webhook");
  const [secret, setSecret] = useState<string | null>(null);
  const { pending, notice, run } = useActionWithNotice();
  const isOn = webhook.hasSecret || secret !== null;
  const buttons = useRef<HTMLDivElement>(null);
  useFocusKeeper(buttons, isOn);
  const make = () =>
    run(
      "make",
      () => makeWebhookSecretAction(merchantId, { integrationId }),
      (made) => {
        setSecret(made.secret);
        return null;
      },
    );
  const revoke = () =>
    run(
      "revoke",
      () => revokeWebhookSecretAction(merchantId, { integrationId }),
      () => {
        setSecret(null);
        return { good: true, text: t("revoked") };
      },
    );
  return (
    <div className="grid gap-4">
      <p className="text-ink-2">{t("lead")}</p>
      {isOn ? (
        <CodeBlock caption={t("address")} code={`${globalThis.location?.origin ?? ""}/api/webhooks/sendcloud/${integrationId}`} />
      ) : null}
      {secret ? (
        <div className="grid gap-2">
          <p className="font-medium">{t("shown_once")}</p>
          <CodeBlock caption={t("secret")} code={secret} />
        </div>
      ) : null}
      {isOn ? (
        <p className="text-ink-2">
          {webhook.receivedAt ? (
            <>
              {t("received")} <Time at={webhook.receivedAt} />
            </>
          ) : (
            t("never_received")
          )}
        </p>
      ) : null}
      <div ref={buttons} className="flex flex-wrap items-center gap-2">
        <ConfirmButton asks={isOn} pending={pending === "make"} onClick={make}>
          {t(isOn ? "replace" : "make")}
        </ConfirmButton>
        {isOn ? (
          <ConfirmButton pending={pending === "revoke"} onClick={revoke}>
            {t("revoke")}
          </ConfirmButton>
        ) : null}
        {webhook.hasSecret && !secret ? <p className="text-ink-3 text-sm">{t("replace_help")}</p> : null}
      </div>
      <ActionNotice notice={notice} />
    </div>
  );
}
