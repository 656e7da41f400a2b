import { notFound } from "next/navigation";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { EventForms } from "@/components/notifications/event-forms";
import { ActionButton } from "@/components/shell/action-form";
import { PageCrumb } from "@/components/shell/page-crumb";
import { CodeBlock } from "@/components/ui/code-block";
import { PageHeader } from "@/components/ui/page-header";
import { OlderLinks } from "@/components/ui/pager";
import { Panel } from "@/components/ui/section";
import { StateMark } from "@/components/ui/state-mark";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { parseListCursor } from "@/lib/base/list-cursor";
import { route } from "@/lib/base/route";
import type { Tone } from "@/lib/health/lane/tone";
import { anyKey } from "@/lib/i18n/any-key";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { resendEventAction } from "@/lib/notify/events/actions";
import type { EventDeliveryView } from "@/lib/notify/events/data";
import { loadEventChannel } from "@/lib/notify/events/loaders";

export const generateMetadata = pageTitle("events", "title");

type Props = PageProps<"/m/[merchantId]/settings/notifications/[channelId]">;

export default async function EventChannelPage({ params, searchParams }: Props) {
  const [{ merchantId, channelId }, search] = await Promise.all([params, searchParams]);
  const before = parseListCursor(search["log"]);
  const [loaded, t] = await Promise.all([loadEventChannel(merchantId, channelId, before), getTranslations("events")]);
  if (!loaded) notFound();
  const { channel, deliveries, readOnly } = loaded;
  const { name, host, events, after, newest, retryAt } = channel;
  return (
    <ClientMessages namespaces={["events"]}>
      <div className="max-w-3xl">
        <PageCrumb>{name}</PageCrumb>
        <PageHeader
          title={t.rich("of", { name: () => <bdi>{name}</bdi> })}
          description={t.rich("lead", {
            host: () => <bdi>{host}</bdi>,
            link: (text) => <TextLink href="/developers/listEvents">{text}</TextLink>,
          })}
        />
        <div className="grid gap-4">
          <EventForms merchantId={merchantId} channelId={channelId} chosen={events} readOnly={readOnly} />
          <Panel id="log" title={t("log")}>
            {events.length === 0 ? null : (
              <p className="mb-3 text-ink-2">
                {t("progress", { after, newest })} {retryAt === null ? null : t.rich("retry", { at: () => <Time at={retryAt} /> })}
              </p>
            )}
            {deliveries.entries.length === 0 ? <p className="text-ink-3">{t("none")}</p> : null}
            <ul className="divide-y divide-line">
              {deliveries.entries.map((one) => (
                <Delivery key={one.event.id} delivery={one} host={host} merchantId={merchantId} channelId={channelId} readOnly={readOnly} />
              ))}
            </ul>
            <OlderLinks
              here={route(`/m/${merchantId}/settings/notifications/${channelId}`)}
              name="log"
              place="log"
              at={before}
              next={deliveries.next}
              label={t("log")}
            />
          </Panel>
        </div>
      </div>
    </ClientMessages>
  );
}

const TONES: Record<EventDeliveryView["status"], Tone> = { waiting: "working", sent: "healthy", failed: "action_needed" };

/** Longer requests are shown by their beginning: an event lists up to a hundred orders. */
const SHOWN = 1_500;
const shorten = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

interface DeliveryProps {
  delivery: EventDeliveryView;
  host: string;
  merchantId: string;
  channelId: string;
  readOnly: boolean;
}

function Delivery({ delivery, host, merchantId, channelId, readOnly }: DeliveryProps) {
  const t = useTranslations("events");
  const failures = anyKey(useTranslations("notifications.log.failure"));
  const { event, status, attempts, failure, answerStatus, answer, milliseconds, at } = delivery;
  const seconds = Math.floor(at.getTime() / 1000);
  const request = [
    "POST /…",
    `host: ${host}`,
    "content-type: application/json",
    `webhook-id: ${event.id}`,
    `webhook-timestamp: ${seconds}`,
    "webhook-signature: v1,…",
    "",
    shorten(JSON.stringify(event, null, 2)),
  ].join("\n");
  return (
    <li data-row="" tabIndex={-1} className="grid gap-1.5 py-3 first:pt-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <code className="font-medium">{event.type}</code>
        <span className="text-ink-3 text-sm tabular-nums">{t("position", { position: event.position })}</span>
        <StateMark tone={TONES[status]}>{t(`status.${status}`)}</StateMark>
        <span className="text-ink-2 text-sm">
          <Time at={at} />
        </span>
        {readOnly ? null : (
          <ActionButton
            size="sm"
            className="ml-auto"
            action={resendEventAction.bind(null, merchantId, { channelId, eventId: event.id })}
            done={t("resent")}
          >
            {t("resend")} <span className="sr-only">{t("position", { position: event.position })}</span>
          </ActionButton>
        )}
      </div>
      <p className="text-ink-3 text-sm">
        {t("attempts", { count: attempts })}
        {failure === null ? null : ` · ${failures(failure, { status: answerStatus ?? 0 })}`}
      </p>
      <details>
        <summary className="w-fit cursor-pointer text-ink-2 text-sm">
          {t("details")} <span className="sr-only">{t("position", { position: event.position })}</span>
        </summary>
        <div className="mt-2 grid gap-2">
          <CodeBlock caption={t("request")} code={request} />
          {answerStatus === null ? (
            <p className="text-ink-2 text-sm">{t("no_answer")}</p>
          ) : (
            <CodeBlock caption={t("answer", { status: answerStatus, milliseconds: milliseconds ?? 0 })} code={shorten(answer)} />
          )}
        </div>
      </details>
    </li>
  );
}
