"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { SecretButtons } from "@/components/sync/secret-buttons";
import { CodeBlock } from "@/components/ui/code-block";
import { Time } from "@/components/ui/time";
import { makeWebhookSecretAction, revokeWebhookSecretAction } from "@/lib/orders/actions";
import type { WebhookView } from "@/lib/orders/tracking/data";

/** The data to enter in Sendcloud so that its parcels are recorded here: URL, the secret (once), and the delivery state. */
export function WebhookPanel({ webhook, origin }: { webhook: WebhookView; origin: string }) {
  const { integrationId } = useShopIds();
  const t = useTranslations("tracking.webhook");
  const [secret, setSecret] = useState<string | null>(null);
  const isOn = webhook.hasSecret || secret !== null;
  return (
    <div className="grid gap-4">
      <p className="text-ink-2">{t("lead")}</p>
      {isOn ? <CodeBlock caption={t("address")} code={`${origin}/api/webhooks/sendcloud/${integrationId}`} /> : null}
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
      <SecretButtons
        namespace="tracking.webhook"
        isStored={webhook.hasSecret}
        isShown={secret !== null}
        make={makeWebhookSecretAction}
        revoke={revokeWebhookSecretAction}
        onChange={(made) => setSecret(made?.secret ?? null)}
      />
    </div>
  );
}
