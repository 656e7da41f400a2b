"use client";

import { useTranslations } from "next-intl";
import { LeaveButton } from "@/components/settings/leave-button";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { toast } from "@/components/ui/toast";
import { changeRoleAction, removeMemberAction } from "@/lib/identity/accounts/member-actions";
import type { Role } from "@/lib/identity/accounts/roles";

interface MemberActionsProps {
  merchantId: string;
  member: { personId: string; name: string; role: Role };
  isSelf: boolean;
  /** The last owner: role and membership cannot change. */
  isLastOwner: boolean;
}

/** Actions of an owner on a member. */
export function MemberActions({ merchantId, member: { personId, name, role }, isSelf, isLastOwner }: MemberActionsProps) {
  const t = useTranslations("members");
  const making = useAction();
  const removing = useAction();
  if (isLastOwner) return <p className="text-ink-3 text-sm">{t("last_owner")}</p>;
  const other: Role = role === "owner" ? "member" : "owner";
  return (
    // Stacked on narrow screens: a button that asks for confirmation grows and must stay under the pointer.
    <div className="grid justify-items-start gap-2 sm:flex">
      <Button
        size="sm"
        pending={making.pending}
        aria-label={t(`make_named.${other}`, { name })}
        onClick={() =>
          making.run(
            () => changeRoleAction(merchantId, { personId, role: other }),
            () => toast.success(t(`made.${other}`, { name })),
          )
        }
      >
        {t(`make.${other}`)}
      </Button>
      {isSelf ? (
        <LeaveButton merchantId={merchantId} />
      ) : (
        <ConfirmButton
          size="sm"
          variant="ghost"
          pending={removing.pending}
          onClick={() =>
            removing.run(
              () => removeMemberAction(merchantId, { personId }),
              () => toast.success(t("removed", { name })),
            )
          }
        >
          {t("remove")} <span className="sr-only">{name}</span>
        </ConfirmButton>
      )}
    </div>
  );
}
