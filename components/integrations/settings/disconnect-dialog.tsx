"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { withProof } from "@/components/shell/with-proof";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/fields";
import { disconnectAction } from "@/lib/integrations/settings/settings-actions";

/** Irreversible, so the user must type the name; the server compares it. */
export function DisconnectDialog({ name, orders, hasWebhooks }: { name: string; orders: number; hasWebhooks: boolean }) {
  const t = useTranslations("integrations.settings");
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button variant="danger" className="justify-self-start" aria-haspopup="dialog" onClick={() => setOpen(true)}>
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
