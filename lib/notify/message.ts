import { beforeFullStop } from "@/lib/base/texts";
import { describeTraits, responsibilityKey } from "@/lib/check/describe-traits";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import { ENDING_KINDS } from "@/lib/health/endings/ending";
import { laneReasonSchema } from "@/lib/health/lane/lane";
import { toLaneName } from "@/lib/health/lane/lane-name";
import { describeState } from "@/lib/health/lane/sentence";
import { type CollectedNote, collapse } from "@/lib/notify/collapse";
import { KIND_TRAITS, type NotificationKind } from "@/lib/notify/kinds";
import { incidentOf, type SharedIncident, type SharedIncidents } from "@/lib/notify/shared-incident";
import type { Words } from "@/lib/notify/words";

export interface NotifiableNote extends CollectedNote {
  params: Record<string, unknown>;
  /** Name of the shop; null if the note is not about a single shop. */
  shop: string | null;
  answer?: string | null;
}

interface MessageLine {
  kind: NotificationKind;
  shop: string | null;
  text: string;
  url: string;
  shops?: string[];
  threadId?: string;
}

/** A translated message, the same for mail, chat and webhook. */
export interface Message {
  subject: string;
  lines: MessageLine[];
  more: number;
}

/** One failing server can affect hundreds of shops; longer lists are unreadable. */
const MAX_LINES = 20;

function laneText(one: NotifiableNote, words: Words): string {
  const lane = toLaneName(one.lane);
  if (one.kind === "recovered") return words.say(`line.recovered.${one.lane === null ? "partial" : lane}`);
  const reason = laneReasonSchema.safeParse(one.params);
  const since = typeof one.params["since"] === "string" ? new Date(one.params["since"]) : one.at;
  // Without a lane it is about both, which go on another way.
  const state = one.kind === "switched_off" ? "off" : one.lane === null ? "regular" : "action_needed";
  const facts = { lane, state, since, reason: reason.success ? reason.data : ({ code: "none" } as const) } as const;
  const nothing = {
    nextSyncAt: null,
    nextRecoveryProbeAt: null,
    lastSuccessAt: null,
    failingSince: null,
    failedAttempts: 0,
    lastFailedAt: null,
  };
  const { what, why, acts } = describeState({ ...facts, ...nothing }, null, one.at);
  const problem = `${words.phrase(what)}${why ? `${words.phrase({ key: "colon", values: {} })} ${words.phrase(why)}` : ""}.`;
  if (one.kind !== "off_soon") return `${problem} ${words.phrase(acts)}.`;
  const off = new Date(String(one.params["offAt"] ?? one.at.toISOString()));
  return `${problem} ${words.phrase({ key: "warning.off_on", values: { off } })}`;
}

/** The text of a note, without the name of its shop. */
export function noteText(one: NotifiableNote, words: Words): string {
  switch (one.kind) {
    case "needs_you":
    case "off_soon":
    case "switched_off":
    case "recovered":
      return laneText(one, words);
    case "addresses_refused":
      return words.say("line.addresses_refused", {
        addresses: String(one.params["addresses"] ?? ""),
        day: words.instant(new Date(String(one.params["plannedAt"] ?? one.at.toISOString()))),
      });
    case "ending_soon": {
      const what = ENDING_KINDS.find((kind) => kind === one.params["what"]) ?? "access";
      const day = words.instant(new Date(String(one.params["endsAt"] ?? one.at.toISOString())));
      return words.say(`line.ending_soon.${what}`, { day, version: String(one.params["version"] ?? "") });
    }
    case "parcel_unassigned":
      return words.say("line.parcel_unassigned", { order: String(one.params["order"] ?? ""), number: String(one.params["number"] ?? "") });
    case "report_green":
      return words.say("line.report_green");
    case "support_answered": {
      const text = words.say(one.params["solved"] === true ? "line.support_solved" : "line.support_answered");
      return one.answer ? `${text}\n\n${one.answer}` : text;
    }
  }
}

function subjectOf(notes: readonly NotifiableNote[], incidents: SharedIncidents, words: Words): string {
  const [first] = notes;
  const open = notes.filter(({ kind }) => KIND_TRAITS[kind].tone !== "good");
  const shops = (list: readonly NotifiableNote[]): number =>
    new Set(list.map(({ shop, id, integrationId }) => integrationId ?? shop ?? id)).size;
  if (open.length > 0 && open.every((one) => incidentOf(one, incidents))) return words.say("subject.known_problem", { count: shops(open) });
  if (notes.length === 1 && first) return words.say(`subject.${first.kind}`, { shop: first.shop ?? "" });
  return open.length > 0
    ? words.say("subject.several_need_you", { count: shops(open) })
    : words.say("subject.several_recovered", { count: shops(notes) });
}

function incidentLine(incident: SharedIncident, notes: readonly NotifiableNote[], words: Words, url: string): MessageLine {
  const shops = [...new Map(notes.map(({ integrationId, shop }) => [integrationId, shop ?? ""])).values()].sort((a, b) =>
    a.localeCompare(b),
  );
  const shown = shops.slice(0, MAX_LINES);
  const named = shops.length > shown.length ? [...shown, words.say("known.more", { count: shops.length - shown.length })] : shown;
  const speakers = { t: words.from("fleet"), causes: words.from("causes"), shopSystems: words.from("integrations.shop_system") };
  const { cause, traits, startedAt, shops: count } = incident;
  const text = [
    speakers.t("known.text", { count, cause: nameCause(speakers.causes, cause), traits: describeTraits(traits, speakers) }),
    speakers.t(responsibilityKey(traits)),
    words.say("known.own", { shops: beforeFullStop(words.list(named)) }),
  ];
  return { kind: "needs_you", shop: words.say("known.title", { since: words.since(startedAt) }), text: text.join(" "), url, shops };
}

/**
 * The message for collected notes; null if all of them have recovered. Each shared incident is one line. Pure.
 * @param pageOf the URL of a note's page; of the merchant's page for null
 */
export function composeMessage(
  notes: readonly NotifiableNote[],
  words: Words,
  pageOf: (one: NotifiableNote | null) => string,
  incidents: SharedIncidents = new Map(),
): Message | null {
  const left = collapse(notes);
  if (left.length === 0) return null;
  const known = Map.groupBy(left, (one) => incidentOf(one, incidents));
  const single = known.get(undefined) ?? [];
  known.delete(undefined);
  const lines = [
    ...[...known].flatMap(([incident, own]) => (incident ? [incidentLine(incident, own, words, pageOf(null))] : [])),
    ...single.map((one) => {
      const { threadId } = one.params;
      const line = { kind: one.kind, shop: one.shop, text: noteText(one, words), url: pageOf(one) };
      return typeof threadId === "string" ? { ...line, threadId } : line;
    }),
  ];
  return { subject: subjectOf(left, incidents, words), lines: lines.slice(0, MAX_LINES), more: Math.max(0, lines.length - MAX_LINES) };
}
