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
  /** Full days until the announced day; 0 once it has come. */
  daysEarly: number;
}

/**
 * Moves traffic after showing the effect in numbers, and before the announced day asks a second time. Can be reverted while the old addresses are still
 * published.
 */
export function MoveTraffic(props: Props) {
  const { rehearsalId, isRunning, canMoveBack, addresses, retiring, refused, waiting, retireAfterDays, daysEarly } = props;
  const t = useTranslations("addresses.console.move");
  const { run, pending } = useAction();
  const [asked, setAsked] = useState<"move" | "early" | "withdraw" | null>(null);
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
          {daysEarly > 0 ? (
            <Button variant="primary" onClick={() => setAsked("early")}>
              {t("go_on")}
            </Button>
          ) : (
            <Button variant="primary" pending={pending} onClick={() => run(() => move({ rehearsalId, acceptRefused: null }), close)}>
              {t("move_now")}
            </Button>
          )}
        </div>
      </Dialog>
      <Dialog
        open={asked === "early"}
        onClose={close}
        title={t("early_title", { days: daysEarly })}
        description={t("early_text", { refused, waiting })}
      >
        <div className="flex justify-end gap-2">
          <Button onClick={close}>{t("cancel")}</Button>
          <Button variant="danger" pending={pending} onClick={() => run(() => move({ rehearsalId, acceptRefused: refused }), close)}>
            {t("early_move", { refused })}
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
