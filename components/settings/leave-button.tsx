"use client";

import { useTranslations } from "next-intl";
import { useAction } from "@/components/shell/use-action";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { leaveAction } from "@/lib/identity/accounts/member-actions";

/** Ends one's own membership. */
export function LeaveButton({ merchantId }: { merchantId: string }) {
  const t = useTranslations("members");
  const { run, pending } = useAction();
  return (
    <ConfirmButton
      size="sm"
      variant="ghost"
      pending={pending}
      onClick={() =>
        run(
          () => leaveAction(merchantId, {}),
          // To what is left: another merchant, or word that there is none.
          () => window.location.assign("/"),
        )
      }
    >
      {t("leave")}
    </ConfirmButton>
  );
}
