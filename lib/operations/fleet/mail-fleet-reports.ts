import { toCauseCode } from "@/lib/check/causes";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import { toTraits } from "@/lib/check/shop-traits";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { SELF_HOSTED } from "@/lib/connectors/shop-systems";
import { liveOutside } from "@/lib/health/live-outside";
import { toLocale } from "@/lib/i18n/locales";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { env } from "@/lib/infra/env";
import { publish } from "@/lib/infra/live/publish";
import { log } from "@/lib/infra/log";
import { NoMailServer, sendMail } from "@/lib/infra/mail/send-mail";
import type { FleetIncident } from "@/lib/infra/prisma-client/client";
import { publicOrigin } from "@/lib/infra/public-origin";
import { openWords } from "@/lib/notify/words";
import { notifyMembers } from "@/lib/operations/fleet/incidents";

const MAX_ATTEMPTS = 4;
const RETRY_SECONDS = 120;

/** Mails the reports on incidents of many shops that staff ordered; from then on their merchants read that the host was asked. */
export async function mailFleetReports(_scope: PlatformScope): Promise<number> {
  const claimed = await inPlatform(
    (tx) => tx.$queryRaw<{ id: string }[]>`
      update fleet_incident set mail_attempts = mail_attempts + 1,
        mail_due_at = case when mail_attempts + 1 < ${MAX_ATTEMPTS} then now() + make_interval(secs => ${RETRY_SECONDS}) end
      where id in (select id from fleet_incident where mail_due_at <= now() limit 5 for update skip locked) returning id`,
  );
  for (const { id } of claimed) {
    try {
      await send(await inPlatform((tx) => tx.fleetIncident.findUniqueOrThrow({ where: { id } })));
      await recordAsked(id);
    } catch (error) {
      log.warn({ err: error }, "incident not mailed to its host");
      if (error instanceof NoMailServer) await inPlatform((tx) => tx.fleetIncident.update({ where: { id }, data: { mailDueAt: null } }));
    }
  }
  return claimed.length;
}

const recordAsked = (id: string): Promise<void> =>
  inPlatform(async (tx) => {
    await tx.fleetIncident.update({ where: { id }, data: { askedAt: new Date(), mailDueAt: null } });
    await notifyMembers(tx, id);
    await publish(tx, { kind: "fleet" });
  });

/** Names the network, what fails since when, and our addresses; never a shop or merchant. */
async function send({ id, askedTo, askLocale, startedAt, cause, traits, mostShops }: FleetIncident): Promise<void> {
  if (askedTo === null) return;
  const words = await openWords(toLocale(askLocale ?? ""), "UTC");
  const t = words.from("fleet");
  const { egress } = await liveOutside();
  const values = {
    count: mostShops,
    network: toTraits(traits).network ?? "",
    since: words.instant(startedAt),
    cause: nameCause(words.from("causes"), toCauseCode(cause)),
    addresses: words.list(egress.addresses),
    userAgents: words.list([...new Set(SELF_HOSTED.flatMap(userAgents))]),
  };
  await sendMail({
    to: { name: askedTo, address: askedTo },
    subject: t("ask.subject", values),
    messageId: `fleet-${id}`,
    replyTo: env().SUPPORT_MAIL ?? null,
    locale: words.locale,
    preview: t("ask.subject", values),
    title: t("ask.subject", values),
    above: null,
    intro: `${t("ask.text", values)}\n\n${t("ask.wish", values)}`,
    lines: [],
    action: { text: t("ask.addresses"), url: `${publicOrigin()}/addresses` },
    footer: t("ask.footer"),
    unsubscribe: null,
  });
}
