"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { move, moveBack, withdraw } from "@/lib/operations/addresses/actions";

interface Props {
  rehearsalId: string;
  isRunning: boolean;
  canMoveBack: boolean;
  addresses: readonly string[];
  retiring: readonly string[];
  /** Shops that would refuse the new addresses, and untested shops. */
  refused: number;
  waiting: number;
  retireAfterDays: number;
}

/** Moves traffic after showing the effect in numbers; can be reverted while the old addresses are still published. */
export function MoveTraffic({ rehearsalId, isRunning, canMoveBack, addresses, retiring, refused, waiting, retireAfterDays }: Props) {
  const t = useTranslations("addresses.console.move");
  const { run, pending } = useAction();
  const [asked, setAsked] = useState<"move" | "withdraw" | null>(null);
  const close = () => setAsked(null);
  if (!isRunning)
    return canMoveBack ? (
      <Button pending={pending} onClick={() => run(() => moveBack({ rehearsalId }))}>
        {t("back")}
      </Button>
    ) : null;
  return (
    <div className="flex flex-wrap gap-2">
      <Button variant="ghost" onClick={() => setAsked("withdraw")}>
        {t("withdraw")}
      </Button>
      <Button variant="primary" onClick={() => setAsked("move")}>
        {t("move")}
      </Button>
      <Dialog
        open={asked === "move"}
        onClose={close}
        title={t("move_title")}
        description={t("move_text", { addresses: addresses.join(", "), refused, waiting })}
      >
        {retiring.length > 0 ? (
          <p className="mb-4 text-ink-2">{t("retiring", { addresses: retiring.join(", "), days: retireAfterDays })}</p>
        ) : null}
        <div className="flex justify-end gap-2">
          <Button onClick={close}>{t("cancel")}</Button>
          <Button variant="primary" pending={pending} onClick={() => run(() => move({ rehearsalId }), close)}>
            {t("move_now")}
          </Button>
        </div>
      </Dialog>
      <Dialog
        open={asked === "withdraw"}
        onClose={close}
        title={t("withdraw_title")}
        description={t("withdraw_text", { addresses: addresses.join(", ") })}
      >
        <div className="flex justify-end gap-2">
          <Button onClick={close}>{t("cancel")}</Button>
          <Button variant="primary" pending={pending} onClick={() => run(() => withdraw({ rehearsalId }), close)}>
            {t("withdraw")}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
