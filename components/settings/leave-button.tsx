"use client";

import { useTranslations } from "next-intl";
import { useAction } from "@/components/shell/use-action";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { leaveAction } from "@/lib/identity/accounts/member-actions";

/** Ends the user's own membership. */
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
          // To another merchant, or to the page that says there is none.
          () => window.location.assign("/"),
        )
      }
    >
      {t("leave")}
    </ConfirmButton>
  );
}
