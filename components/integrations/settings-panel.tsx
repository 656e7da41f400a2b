"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { DisconnectDialog } from "@/components/integrations/disconnect-dialog";
import { AddressForm, CredentialsForm, IntervalForm, NameForm, StatusesForm } from "@/components/integrations/settings-forms";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { useLive } from "@/components/live/use-live";
import { NoticeButton } from "@/components/sync/notice-button";
import { LinkButton } from "@/components/ui/link-button";
import type { CredentialField } from "@/lib/connectors/shop";
import { pauseIntegration, resumeIntegration } from "@/lib/integrations/actions";
import type { IntegrationSettings } from "@/lib/integrations/data";
import type { IntegrationRow } from "@/lib/integrations/row";

interface SettingsProps {
  row: IntegrationRow;
  settings: Pick<IntegrationSettings, "storedOrders" | "syncIntervalSeconds">;
  /** Which version of the shop system's API is used, and until when; null where there is one for all times. */
  apiNote: string | null;
  /** The shop can hand over a new key by an approval. */
  approves: boolean;
  fields: readonly CredentialField[];
}

export function SettingsPanel({ row, settings, apiNote, approves, fields }: SettingsProps) {
  const { storedOrders: orders, syncIntervalSeconds } = settings;
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations.settings");
  const primary = useTranslations("integrations.primary");
  const connect = `/m/${merchantId}/integrations/connect/${integrationId}` as const;
  // A link to the key section opens it.
  const key = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (!key.current || location.hash !== "#settings-key") return;
    key.current.open = true;
    key.current.scrollIntoView();
  }, []);
  return (
    <div className="grid max-w-xl gap-5">
      <NameForm initial={row.name} />
      <AddressForm initial={row.readableUrl ?? row.baseUrl} />
      <IntervalForm key={syncIntervalSeconds} initial={syncIntervalSeconds} />
      {apiNote ? <p className="text-ink-2">{apiNote}</p> : null}
      {row.hasCredentials ? (
        <details ref={key} className="rounded-md border border-line">
          <summary className="cursor-pointer px-3 py-2 font-medium">{t("credentials")}</summary>
          <div className="grid gap-3 border-line border-t p-3">
            <p className="text-ink-2">{t("credentials_help")}</p>
            {approves ? (
              <LinkButton className="justify-self-start" href={`${connect}?replace`}>
                {t("approve_again")}
              </LinkButton>
            ) : null}
            <CredentialsForm platform={row.platform} fields={fields} />
          </div>
        </details>
      ) : (
        <div className="grid justify-items-start gap-1.5">
          <p className="font-medium">{t("credentials")}</p>
          <p className="text-ink-2">{t("credentials_none")}</p>
          <LinkButton href={connect}>{primary("continue_connecting")}</LinkButton>
        </div>
      )}
      <Opened title={t("statuses")}>
        <StatusesForm />
      </Opened>
      <PauseButton paused={row.lanes.orders_in.state === "paused"} />
      <div className="grid gap-1.5 border-line border-t pt-4">
        <p className="text-ink-3 text-sm">{t("disconnect_help", { orders })}</p>
        <p className="text-ink-3 text-sm">{t("disconnect_leaves")}</p>
        <DisconnectDialog name={row.name} orders={orders} />
      </div>
    </div>
  );
}

function Opened({ title, children }: { title: string; children: ReactNode }) {
  const [wasOpen, setWasOpen] = useState(false);
  return (
    <details className="rounded-md border border-line" onToggle={() => setWasOpen(true)}>
      <summary className="cursor-pointer px-3 py-2 font-medium">{title}</summary>
      {wasOpen ? <div className="border-line border-t p-3">{children}</div> : null}
    </details>
  );
}

/** Pauses or resumes; follows events, since another member may have done so. */
function PauseButton({ paused }: { paused: boolean }) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations.settings");
  const liveState = useLive((state) => state.rows.get(integrationId)?.lanes.orders_in.state);
  const isPaused = liveState === undefined ? paused : liveState === "paused";
  const act = isPaused ? resumeIntegration : pauseIntegration;
  return (
    <div className="grid justify-items-start gap-1.5">
      <NoticeButton action={() => act(merchantId, { integrationId })}>{t(isPaused ? "resume" : "pause")}</NoticeButton>
      {isPaused ? null : <p className="text-ink-3 text-sm">{t("pause_help")}</p>}
    </div>
  );
}
