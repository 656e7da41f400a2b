import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/shell/action-form";
import { cn } from "@/components/ui/class-names";
import { StateMark } from "@/components/ui/state-mark";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/lib/health/lane/tone";
import { anyKey } from "@/lib/i18n/any-key";
import { resendNotification } from "@/lib/notify/actions";
import type { DeliveryView } from "@/lib/notify/data";

const TONES: Record<DeliveryView["status"], Tone> = {
  waiting: "working",
  sent: "healthy",
  failed: "action_needed",
  dropped: "idle",
  already_notified: "idle",
};

/** Failed deliveries and, for webhooks, all of them: a receiver may have lost what it accepted. */
const canSendAgain = ({ status, way }: DeliveryView): boolean => status === "failed" || (status === "sent" && way !== "mail");

/** A column hidden on phones; the remaining columns then show its content. */
const WIDE = "max-sm:hidden";
const NARROW = "sm:hidden";

/** What was sent, with the answer of its receiver. */
export function DeliveryLog({
  merchantId,
  deliveries,
  readOnly,
}: {
  merchantId: string;
  deliveries: readonly DeliveryView[];
  readOnly: boolean;
}) {
  const t = useTranslations("notifications.log");
  const content = ({ content: kind, notices }: DeliveryView) => (kind === "notices" ? t("notices", { count: notices }) : t(kind));
  if (deliveries.length === 0) return <p className="text-ink-2">{t("none")}</p>;
  return (
    <Table
      label={t("table")}
      columns={[t("to"), { id: "what", name: t("what"), className: WIDE }, t("state"), { id: "at", name: t("at"), className: WIDE }]}
    >
      {deliveries.map((one) => (
        <TableRow key={one.id} data-row="" tabIndex={-1}>
          <TableCell className="[overflow-wrap:anywhere] sm:min-w-32">
            <bdi>{one.to}</bdi>
            <span className={cn("block text-ink-2 text-sm", NARROW)}>{content(one)}</span>
          </TableCell>
          <TableCell className={cn("whitespace-nowrap", WIDE)}>{content(one)}</TableCell>
          <TableCell>
            <StateMark tone={TONES[one.status]}>{t(`status.${one.status}`)}</StateMark>
            {one.failure === null ? null : (
              <span className="block text-ink-3 text-sm">{anyKey(t)(`failure.${one.failure}`, { status: one.answerStatus ?? 0 })}</span>
            )}
            <span className={cn("block text-ink-2 text-sm", NARROW)}>
              <Time at={one.at} />
            </span>
            {canSendAgain(one) && !readOnly ? (
              <ActionButton size="sm" className="mt-1" action={resendNotification.bind(null, merchantId, { deliveryId: one.id })}>
                {t("resend")}
              </ActionButton>
            ) : null}
          </TableCell>
          <TableCell className={cn("whitespace-nowrap", WIDE)}>
            <Time at={one.at} />
          </TableCell>
        </TableRow>
      ))}
    </Table>
  );
}
