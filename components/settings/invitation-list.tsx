import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/shell/action-button";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { InvitationView } from "@/lib/identity/accounts/data";
import { sendInvitationAgainAction, withdrawInvitationAction } from "@/lib/identity/accounts/member-actions";

interface InvitationListProps {
  merchantId: string;
  invitations: readonly InvitationView[];
  now: Date;
  readOnly: boolean;
}

/** Pending invitations. */
export function InvitationList({ merchantId, invitations, now, readOnly }: InvitationListProps) {
  const t = useTranslations("members");
  if (invitations.length === 0) return <p className="text-ink-3">{t("no_invitations")}</p>;
  return (
    <ul className="divide-y divide-line">
      {invitations.map((invitation) => (
        <li
          key={invitation.id}
          data-row=""
          tabIndex={-1}
          className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0"
        >
          <div className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
            <p>
              <bdi className="font-medium">{invitation.email}</bdi> <Badge>{t(`role.${invitation.role}`)}</Badge>
            </p>
            <p className="text-ink-2 text-sm">
              <Standing invitation={invitation} now={now} />
            </p>
          </div>
          {readOnly ? null : <Actions merchantId={merchantId} id={invitation.id} email={invitation.email} />}
        </li>
      ))}
    </ul>
  );
}

function Actions({ merchantId, id, email }: { merchantId: string; id: string; email: string }) {
  const t = useTranslations("members");
  return (
    // Stacked on narrow screens: a button that asks for confirmation grows and must stay under the pointer.
    <div className="grid justify-items-start gap-2 sm:flex">
      <ActionButton size="sm" action={sendInvitationAgainAction.bind(null, merchantId, { id })} done={t("sent_again")}>
        {t("send_again")} <span className="sr-only">{email}</span>
      </ActionButton>
      <ActionButton
        confirm
        size="sm"
        variant="ghost"
        action={withdrawInvitationAction.bind(null, merchantId, { id })}
        done={t("withdrawn")}
      >
        {t("withdraw")} <span className="sr-only">{email}</span>
      </ActionButton>
    </div>
  );
}

function Standing({ invitation: { sentAt, expiresAt, mailFailure }, now }: { invitation: InvitationView; now: Date }) {
  const t = useTranslations("members");
  if (mailFailure !== null)
    return <span className="text-action-needed">{t(mailFailure === "no_mail_server" ? "no_mail" : "mail_failed")}</span>;
  if (sentAt === null || expiresAt === null) return t("on_its_way");
  if (expiresAt <= now) return t.rich("expired", { date: () => <Time at={expiresAt} form="day" /> });
  // An absolute time: a countdown would change width and move the content below.
  return t.rich("sent", { sent: () => <Time at={sentAt} form="clock" />, until: () => <Time at={expiresAt} form="day" /> });
}
