"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ActionNotice } from "@/components/sync/press-notice";
import { useShopAction } from "@/components/sync/use-press";
import { CodeBlock } from "@/components/ui/code-block";
import { SureButton } from "@/components/ui/sure-button";
import { useKeptFocus } from "@/components/ui/use-kept-focus";
import { makeMaintenanceTokenAction, revokeMaintenanceTokenAction } from "@/lib/sync/maintenance/actions";

/** The address by which a deploy script announces maintenance: made, replaced or withdrawn here, and shown once. */
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
  const { pending, notice, press } = useShopAction();
  const own = { integrationId };
  const isOn = hasToken || token !== null;
  const buttons = useRef<HTMLDivElement>(null);
  useKeptFocus(buttons, isOn);
  const line = (change: string): string => `curl -fsS -X POST "${globalThis.location?.origin ?? ""}/api/maintenance/${token}/${change}"`;
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
        <SureButton
          // A new one ends the old.
          asks={isOn}
          pending={pending === "make"}
          onClick={() =>
            press(
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
        </SureButton>
        {isOn ? (
          <SureButton
            pending={pending === "revoke"}
            onClick={() =>
              press(
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
          </SureButton>
        ) : null}
        {hasToken && !token ? <p className="text-ink-3 text-sm">{t("replace_help")}</p> : null}
      </div>
      <ActionNotice notice={notice} />
    </section>
  );
}
