"use client";

import { useFormatter, useTranslations } from "next-intl";
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
  /** Number of shops that would refuse the new addresses, and of those without a clear result. */
  refused: number;
  unclear: number;
  retireAfterDays: number;
  /** Full days until the announced day; 0 once it has arrived. */
  daysEarly: number;
}

/**
 * Moves traffic after showing the effect in numbers; before the announced day, and while a shop is not proven to allow the new addresses,
 * it asks a second time. Can be reverted while the old addresses are still published.
 */
export function MoveTraffic(props: Props) {
  const { rehearsalId, isRunning, canMoveBack, addresses, retiring, refused, unclear, retireAfterDays, daysEarly } = props;
  const t = useTranslations("addresses.console.move");
  const format = useFormatter();
  const { run, pending } = useAction();
  const [asked, setAsked] = useState<"move" | "sure" | "withdraw" | null>(null);
  const close = () => setAsked(null);
  if (!isRunning)
    return canMoveBack ? (
      <Button pending={pending} onClick={() => run(() => moveBack({ rehearsalId }))}>
        {t("back")}
      </Button>
    ) : null;
  const isProven = refused + unclear === 0;
  const isSafe = isProven && daysEarly === 0;
  const questions = {
    move: {
      title: t("move_title"),
      description: t("move_text", { addresses: format.list(addresses), refused, unclear }),
      confirm: t(isSafe ? "move_now" : "go_on"),
      act: () => (isSafe ? run(() => move({ rehearsalId, accepted: null }), close) : setAsked("sure")),
    },
    sure: {
      title: daysEarly > 0 ? t("early_title", { days: daysEarly }) : t("unproven_title", { count: refused + unclear }),
      description: `${daysEarly > 0 ? `${t("early_text")} ` : ""}${t("unproven_text", { refused, unclear })}`,
      confirm: t(daysEarly > 0 ? "early_move" : "unproven_move", { refused }),
      act: () => run(() => move({ rehearsalId, accepted: { refused, unclear } }), close),
    },
    withdraw: {
      title: t("withdraw_title"),
      description: t("withdraw_text", { addresses: format.list(addresses) }),
      confirm: t("withdraw"),
      act: () => run(() => withdraw({ rehearsalId }), close),
    },
  };
  const question = asked && questions[asked];
  return (
    <div className="flex flex-wrap gap-2">
      <Button variant="ghost" onClick={() => setAsked("withdraw")}>
        {t("withdraw")}
      </Button>
      <Button variant={isProven ? "primary" : "secondary"} onClick={() => setAsked("move")}>
        {t("move")}
      </Button>
      {question ? (
        <Dialog key={asked} open onClose={close} title={question.title} description={question.description}>
          {asked === "move" && retiring.length > 0 ? (
            <p className="mb-4 text-ink-2">{t("retiring", { addresses: format.list(retiring), days: retireAfterDays })}</p>
          ) : null}
          <div className="flex justify-end gap-2">
            <Button onClick={close}>{t("cancel")}</Button>
            <Button variant={asked !== "move" ? "danger" : isSafe ? "primary" : "secondary"} pending={pending} onClick={question.act}>
              {question.confirm}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}
