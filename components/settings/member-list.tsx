import { useTranslations } from "next-intl";
import { LeaveButton } from "@/components/settings/leave-button";
import { ActionButton } from "@/components/shell/action-form";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { Member } from "@/lib/identity/accounts/data";
import { changeRoleAction, removeMemberAction } from "@/lib/identity/accounts/member-actions";
import type { Role } from "@/lib/identity/accounts/roles";

interface MemberListProps {
  merchantId: string;
  members: readonly Member[];
  self: string;
  manages: boolean;
}

export function MemberList({ merchantId, members, self, manages }: MemberListProps) {
  const t = useTranslations("members");
  const owners = members.filter(({ role }) => role === "owner").length;
  return (
    <ul className="divide-y divide-line">
      {members.map((member) => {
        const { personId, name, email, role, since, lastSeenAt } = member;
        const isSelf = personId === self;
        return (
          <li key={personId} data-row="" tabIndex={-1} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0">
            <div className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
              <p>
                <bdi className="font-medium">{name}</bdi> <Badge tone={role === "owner" ? "accent" : "neutral"}>{t(`role.${role}`)}</Badge>{" "}
                {isSelf ? <Badge>{t("you")}</Badge> : null}
              </p>
              <bdi className="block text-ink-2">{email}</bdi>
              <p className="text-ink-3 text-sm">
                {t.rich("since", { date: () => <Time at={since} form="day" /> })} ·{" "}
                {lastSeenAt === null ? t("never_seen") : t.rich("last_seen", { time: () => <Time at={lastSeenAt} form="clock" /> })}
              </p>
            </div>
            {manages && role === "owner" && owners === 1 ? (
              <p className="text-ink-3 text-sm">{t("last_owner")}</p>
            ) : manages ? (
              <MemberActions merchantId={merchantId} member={member} isSelf={isSelf} />
            ) : isSelf ? (
              <LeaveButton merchantId={merchantId} />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function MemberActions({ merchantId, member: { personId, name, role }, isSelf }: { merchantId: string; member: Member; isSelf: boolean }) {
  const t = useTranslations("members");
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
