"use client";

import { useTranslations } from "next-intl";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { toast } from "@/components/ui/toast";
import { sendInvitationAgainAction, withdrawInvitationAction } from "@/lib/identity/accounts/member-actions";

/** Actions of an owner on a pending invitation. */
export function InvitationActions({ merchantId, id, email }: { merchantId: string; id: string; email: string }) {
  const t = useTranslations("members");
  const sending = useAction();
  const withdrawing = useAction();
  return (
    // Stacked on narrow screens: a button that asks for confirmation grows and must stay under the pointer.
    <div className="grid justify-items-start gap-2 sm:flex">
      <Button
        size="sm"
        pending={sending.pending}
        onClick={() =>
          sending.run(
            () => sendInvitationAgainAction(merchantId, { id }),
            () => toast.success(t("sent_again")),
          )
        }
      >
        {t("send_again")} <span className="sr-only">{email}</span>
      </Button>
      <ConfirmButton
        size="sm"
        variant="ghost"
        pending={withdrawing.pending}
        onClick={() =>
          withdrawing.run(
            () => withdrawInvitationAction(merchantId, { id }),
            () => toast.success(t("withdrawn")),
          )
        }
      >
        {t("withdraw")} <span className="sr-only">{email}</span>
      </ConfirmButton>
    </div>
  );
}
