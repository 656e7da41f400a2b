"use client";

import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/shell/action-form";
import { leaveAction } from "@/lib/identity/accounts/member-actions";

/** Ends the user's own membership, then goes to another of their merchants, or to the page that says there is none. */
export function LeaveButton({ merchantId }: { merchantId: string }) {
  const t = useTranslations("members");
  return (
    <ActionButton confirm size="sm" variant="ghost" action={() => leaveAction(merchantId, {})} done={() => window.location.assign("/")}>
      {t("leave")}
    </ActionButton>
  );
}
