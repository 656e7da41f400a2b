import { HOUR_MS, WEEK_MS } from "@/lib/base/units";
import { describeIncident } from "@/lib/incidents/describe-incident";
import { KIND_TRAITS, NOTIFICATION_KINDS, type NotificationKind } from "@/lib/notify/kinds";
import { composeMessage } from "@/lib/notify/message";
import type { IncidentTopic, Topic } from "@/lib/notify/read-topics";
import type { Words } from "@/lib/notify/words";

export interface MessagePreview {
  subject: string;
  text: string;
}
export type PreviewKind = NotificationKind | "weekly";

const LASTED_MS = 3 * HOUR_MS;
const UNKNOWN = { nextSyncAt: null, nextRecoveryProbeAt: null, lastSuccessAt: null, failedAttempts: 1, lastFailedAt: null };
const FACTS = { hasCredentials: true, parcels: 2, missedOrders: 12, canUsePost: false, hostCauses: [] };

/** An incident of a shop that refuses its key. */
function makeIncident(kind: NotificationKind, now: Date): IncidentTopic | null {
  const statement = KIND_TRAITS[kind].about;
  if (statement === null) return null;
  const openedAt = new Date(now.getTime() - LASTED_MS);
  const isOver = statement === "over";
  const reason = { code: "failed", failure: "credentials_rejected", status: 401, times: 1 } as const;
  const refused = { state: "action_needed", failingSince: openedAt, reason } as const;
  const incident = {
    id: "0193a000",
    openedAt,
    closedAt: isOver ? now : null,
    quietSince: isOver ? now : null,
    goodObservations: 0,
    cameBack: 0,
    causes: [],
    lanes: { orders_in: refused, tracking_out: null },
  };
  const works = { state: "regular", failingSince: null, reason: { code: "none" } } as const;
  const lanes = {
    orders_in: { ...UNKNOWN, ...refused, lane: "orders_in", since: openedAt, lastFailedAt: now },
    tracking_out: { ...UNKNOWN, ...works, lane: "tracking_out", since: openedAt },
  } as const;
  const story = describeIncident({ ...FACTS, lanes }, { ...incident, asked: null }, { kind: "member", canAct: true }, now);
  return { incident, statement, story, isFirst: true };
}

function makeTopic(kind: NotificationKind, words: Words, now: Date): Topic {
  const inTwoWeeks = new Date(now.getTime() + 2 * WEEK_MS).toISOString();
  const params = {
    ...(kind === "off_soon" || kind === "switched_off" ? { offAt: inTwoWeeks } : {}),
    addresses: "192.0.2.10",
    plannedAt: inTwoWeeks,
    what: "certificate",
    endsAt: inTwoWeeks,
    order: "1042",
    number: "3SMOOR0123456",
  };
  const shop = kind === "support_answered" ? null : words.say("preview.shop");
  return { note: { id: kind, kind, integrationId: "preview", lane: null, at: now, params, shop }, about: makeIncident(kind, now) };
}

/** What each kind of message says, about a made-up shop; the same text goes to every mail and channel. Pure. */
export function previewMessages(words: Words, now: Date): Record<PreviewKind, MessagePreview> {
  const made = NOTIFICATION_KINDS.map((kind) => {
    const message = composeMessage([makeTopic(kind, words, now)], words, () => "");
    return [kind, { subject: message?.subject ?? "", text: message?.lines.map(({ text }) => text).join("\n") ?? "" }] as const;
  });
  const weekly = {
    subject: words.say("weekly.subject", { orders: 128, troubled: 0 }),
    text: `${words.say("preview.shop")}: ${words.say("weekly.line", { orders: 128, parcels: 117 })}`,
  };
  return Object.fromEntries([...made, ["weekly", weekly]]) as Record<PreviewKind, MessagePreview>;
}
