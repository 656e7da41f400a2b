import { useTranslations } from "next-intl";
import { LeaveButton } from "@/components/settings/leave-button";
import { MemberActions } from "@/components/settings/member-actions";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { Member } from "@/lib/identity/accounts/data";

interface MemberListProps {
  merchantId: string;
  members: readonly Member[];
  /** The current user. */
  self: string;
  /** The current user may change roles and remove members. */
  manages: boolean;
}

/** Members with role and last activity. */
export function MemberList({ merchantId, members, self, manages }: MemberListProps) {
  const t = useTranslations("members");
  const owners = members.filter(({ role }) => role === "owner").length;
  return (
    <ul className="divide-y divide-line">
      {members.map(({ personId, name, email, role, since, lastSeenAt }) => (
        <li key={personId} data-row="" tabIndex={-1} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0">
          <div className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
            <p>
              <bdi className="font-medium">{name}</bdi> <Badge tone={role === "owner" ? "accent" : "neutral"}>{t(`role.${role}`)}</Badge>{" "}
              {personId === self ? <Badge>{t("you")}</Badge> : null}
            </p>
            <bdi className="block text-ink-2">{email}</bdi>
            <p className="text-ink-3 text-sm">
              {t.rich("since", { date: () => <Time at={since} form="day" /> })} ·{" "}
              {lastSeenAt === null ? t("never_seen") : t.rich("last_seen", { time: () => <Time at={lastSeenAt} form="clock" /> })}
            </p>
          </div>
          {manages ? (
            <MemberActions
              merchantId={merchantId}
              member={{ personId, name, role }}
              isSelf={personId === self}
              isLastOwner={role === "owner" && owners === 1}
            />
          ) : personId === self ? (
            <LeaveButton merchantId={merchantId} />
          ) : null}
        </li>
      ))}
    </ul>
  );
}
