"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { AddressForm, CredentialsForm, IntervalForm, NameForm, StatusesForm } from "@/components/integrations/settings-forms";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { useLive } from "@/components/live/use-live";
import { withProof } from "@/components/shell/with-proof";
import { NoticeButton } from "@/components/sync/action-notice";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/fields";
import { LinkButton } from "@/components/ui/link-button";
import { textLinkStyle } from "@/components/ui/text-link";
import type { CredentialField } from "@/lib/connectors/shop";
import type { IntegrationSettings } from "@/lib/integrations/data";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { disconnectAction } from "@/lib/integrations/settings/settings-actions";
import { pauseIntegration, resumeIntegration } from "@/lib/sync/actions";
import type { InstantOrdersView } from "@/lib/sync/webhooks/data";

interface SettingsProps {
  row: IntegrationRow;
  settings: Pick<IntegrationSettings, "storedOrders" | "syncIntervalSeconds">;
  /** Version of the shop system's API that is in use, and until when; null for unversioned APIs. */
  apiNote: string | null;
  /** The shop can hand over a new key after an approval. */
  approves: boolean;
  fields: readonly CredentialField[];
  instant: Pick<InstantOrdersView, "state" | "keysUrl"> | null;
}

export function SettingsPanel({ row, settings, apiNote, approves, fields, instant }: SettingsProps) {
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
            <CredentialsForm shopSystem={row.shopSystem} fields={fields} />
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
        <p className="text-ink-3 text-sm">
          {t("disconnect_leaves")}{" "}
          {instant?.keysUrl ? (
            <a href={instant.keysUrl} target="_blank" rel="noreferrer" className={textLinkStyle}>
              {t("disconnect_keys")}
            </a>
          ) : null}
        </p>
        <DisconnectDialog name={row.name} orders={orders} hasWebhooks={instant !== null && instant.state !== null} />
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

/** Pauses or resumes. Follows events, since another member may have done so. */
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

/** Irreversible, so the user must type the name; the server compares it. */
function DisconnectDialog({ name, orders, hasWebhooks }: { name: string; orders: number; hasWebhooks: boolean }) {
  const t = useTranslations("integrations.settings");
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button className="justify-self-start text-action-needed!" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t("disconnect")}
      </Button>
      <Dialog open={open} onClose={close} title={t("disconnect_title", { name })} description={t("disconnect_help", { orders })}>
        <DisconnectForm name={name} hasWebhooks={hasWebhooks} onCancel={close} />
      </Dialog>
    </>
  );
}

/** Mounted on each opening, so that earlier input does not confirm. */
function DisconnectForm({ name, hasWebhooks, onCancel }: { name: string; hasWebhooks: boolean; onCancel: () => void }) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations.settings");
  const errorMessage = useErrorMessage();
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [removesWebhooks, setRemovesWebhooks] = useState(hasWebhooks);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    setPending(true);
    setProblem(null);
    const result = await withProof(() => disconnectAction(merchantId, { integrationId, typedName: typed, removesWebhooks })).catch(
      () => undefined,
    );
    if (result?.ok) return router.push(`/m/${merchantId}/integrations`);
    setProblem(result?.code === "name_differs" ? t("name_differs") : errorMessage(result));
    setPending(false);
  }

  return (
    <form method="post" onSubmit={send} className="grid gap-4">
      <TextField
        label={t("disconnect_confirm", { name })}
        error={problem}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        required
      />
      {hasWebhooks ? (
        <Checkbox
          label={t("disconnect_webhooks")}
          checked={removesWebhooks}
          onChange={(event) => setRemovesWebhooks(event.target.checked)}
        />
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t("cancel")}</Button>
        <Button type="submit" variant="danger" pending={pending} disabled={typed.trim() !== name}>
          {t("disconnect_do")}
        </Button>
      </div>
    </form>
  );
}
