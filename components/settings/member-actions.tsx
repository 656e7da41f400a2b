import { useTranslations } from "next-intl";
import { LeaveButton } from "@/components/settings/leave-button";
import { ActionButton } from "@/components/shell/action-button";
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
  if (isLastOwner) return <p className="text-ink-3 text-sm">{t("last_owner")}</p>;
  const other: Role = role === "owner" ? "member" : "owner";
  return (
    // Stacked on narrow screens: a button that asks for confirmation grows and must stay under the pointer.
    <div className="grid justify-items-start gap-2 sm:flex">
      <ActionButton
        size="sm"
        aria-label={t(`make_named.${other}`, { name })}
        action={changeRoleAction.bind(null, merchantId, { personId, role: other })}
        done={t(`made.${other}`, { name })}
      >
        {t(`make.${other}`)}
      </ActionButton>
      {isSelf ? (
        <LeaveButton merchantId={merchantId} />
      ) : (
        <ActionButton
          confirm
          size="sm"
          variant="ghost"
          action={removeMemberAction.bind(null, merchantId, { personId })}
          done={t("removed", { name })}
        >
          {t("remove")} <span className="sr-only">{name}</span>
        </ActionButton>
      )}
    </div>
  );
}
