"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ActionNotice } from "@/components/sync/action-notice";
import { useActionWithNotice } from "@/components/sync/use-action-with-notice";
import { CodeBlock } from "@/components/ui/code-block";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { useFocusKeeper } from "@/components/ui/use-focus-keeper";
import { makeMaintenanceTokenAction, revokeMaintenanceTokenAction } from "@/lib/sync/maintenance/actions";

/** Token with which a deploy script announces maintenance: created, replaced or revoked here, shown once. */
export function DeployScriptAddress({
  merchantId,
  integrationId,
  hasToken,
}: {
  merchantId: string;
  integrationId: string;
  hasToken: boolean;
}) {
  const t = useTranslations("maintenance.script");
  const [token, setToken] = useState<string | null>(null);
  const { pending, notice, run } = useActionWithNotice();
  const own = { integrationId };
  const isOn = hasToken || token !== null;
  const buttons = useRef<HTMLDivElement>(null);
  useFocusKeeper(buttons, isOn);
  const line = (change: string): string =>
    `curl -fsS -X POST -H "Authorization: Bearer ${token}" "${globalThis.location?.origin ?? ""}/api/maintenance/${change}"`;
  return (
    <section className="grid gap-3 border-line border-t pt-4">
      <div>
        <h3 className="font-medium">{t("title")}</h3>
        <p className="text-ink-2">{t("lead")}</p>
      </div>
      {token ? (
        <div className="grid gap-2">
          <p className="font-medium">{t("shown_once")}</p>
          <CodeBlock caption={t("before")} code={line("start?minutes=30")} />
          <CodeBlock caption={t("after")} code={line("end")} />
        </div>
      ) : null}
      <div ref={buttons} className="flex flex-wrap items-center gap-2">
        <ConfirmButton
          // A new token ends the old one.
          asks={isOn}
          pending={pending === "make"}
          onClick={() =>
            run(
              "make",
              () => makeMaintenanceTokenAction(merchantId, own),
              (made) => {
                setToken(made.token);
                return null;
              },
            )
          }
        >
          {t(isOn ? "replace" : "make")}
        </ConfirmButton>
        {isOn ? (
          <ConfirmButton
            pending={pending === "revoke"}
            onClick={() =>
              run(
                "revoke",
                () => revokeMaintenanceTokenAction(merchantId, own),
                () => {
                  setToken(null);
                  return { good: true, text: t("revoked") };
                },
              )
            }
          >
            {t("revoke")}
          </ConfirmButton>
        ) : null}
        {hasToken && !token ? <p className="text-ink-3 text-sm">{t("replace_help")}</p> : null}
      </div>
      <ActionNotice notice={notice} />
    </section>
  );
}
