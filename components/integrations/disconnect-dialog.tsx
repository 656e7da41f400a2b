import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/fields";
import { disconnectAction } from "@/lib/integrations/settings-actions";

interface DisconnectProps {
  merchantId: string;
  integrationId: string;
  name: string;
  orders: number;
}

/** Cannot be undone, so the name is typed; the server compares it. */
export function DisconnectDialog({ merchantId, integrationId, name, orders }: DisconnectProps) {
  const t = useTranslations("integrations.settings");
  const errorMessage = useErrorMessage();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  function show(): void {
    // Earlier input must not confirm.
    setTyped("");
    setProblem(null);
    setOpen(true);
  }

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    setPending(true);
    setProblem(null);
    try {
      const result = await disconnectAction(merchantId, { integrationId, typedName: typed });
      if (result.ok) return router.push(`/m/${merchantId}/integrations`);
      setProblem(result.code === "name_differs" ? t("name_differs") : errorMessage(result));
    } catch {
      setProblem(errorMessage());
    }
    setPending(false);
  }

  return (
    <>
      <Button className="justify-self-start text-action-needed!" aria-haspopup="dialog" onClick={show}>
        {t("disconnect")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("disconnect_title", { name })}
        description={t("disconnect_help", { orders })}
      >
        <form method="post" onSubmit={send} className="grid gap-4">
          <TextField
            label={t("disconnect_confirm", { name })}
            error={problem}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            required
          />
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={() => setOpen(false)}>{t("cancel")}</Button>
            <Button type="submit" variant="danger" pending={pending} disabled={typed.trim() !== name}>
              {t("disconnect_do")}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
