import { z } from "zod";
import { beforeFullStop, sentence } from "@/lib/base/texts";
import { describeTraits, responsibilityKey } from "@/lib/check/describe-traits";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import { ENDING_KINDS } from "@/lib/health/endings/ending";
import type { Story } from "@/lib/incidents/describe-incident";
import { recallIncident } from "@/lib/incidents/recall-incident";
import { KIND_TRAITS, type NotificationKind } from "@/lib/notify/kinds";
import type { NotifiableNote } from "@/lib/notify/notifiable-note";
import type { IncidentTopic, Topic } from "@/lib/notify/read-topics";
import { incidentOf, NONE_SHARED, type SharedIncident, type SharedIncidents } from "@/lib/notify/shared-incident";
import type { Words } from "@/lib/notify/words";

interface MessageLine {
  kind: NotificationKind;
  shop: string | null;
  text: string;
  url: string;
  shops?: string[];
  threadId?: string;
  /** The incident that it is about, and its state (`STORY_STATES`). */
  incident?: { id: string; state: string };
}

/** A translated message, the same for mail, chat and webhook. */
export interface Message {
  subject: string;
  lines: MessageLine[];
  more: number;
  /** The incident that the whole message is about. `isFirst`: the first message to the receiver about it. */
  incident?: { id: string; isFirst: boolean; step: string | null };
}

/** One failing server can affect hundreds of shops; longer lists are unreadable. */
const MAX_LINES = 20;

/** A story as sentences: what does not work and why, its effect, whose turn it is, what to do, and what happens automatically. */
function storyText({ headline, effect, cause, responsibility, step, byItself }: Story, words: Words): string {
  const colon = words.phrase({ key: "colon", values: {} });
  const what = cause ? `${words.phrase(headline)}${colon} ${words.phrase(cause)}` : words.phrase(headline);
  const parts = [effect, responsibility].flatMap((part) => (part ? [words.phrase(part)] : []));
  const next = step ? [words.say("line.step", { step: words.phrase(step.label) })] : [];
  return [...[what, ...parts].map(sentence), ...next, ...(byItself ? [sentence(words.phrase(byItself))] : [])].join(" ");
}

/** What a note reported when it was recorded. Messages tell what holds when they are sent; only lists of notes look back. */
function recalledText({ kind, at, params }: NotifiableNote, words: Words): string {
  const recalled = recallIncident(params["incident"], at);
  if (!recalled) return sentence(words.say(`kind.${kind}`));
  return kind === "recovered" ? overText(recalled.incident, words) : storyText(recalled.story, words);
}

const overText = ({ openedAt, quietSince }: Pick<IncidentTopic["incident"], "openedAt" | "quietSince">, words: Words): string =>
  words.say("line.recovered", { from: words.instant(openedAt), until: words.instant(quietSince ?? openedAt) });

function offText({ params }: NotifiableNote, words: Words): string {
  const { data: off } = z.coerce.date().safeParse(params["offAt"]);
  return off ? ` ${words.phrase({ key: "warning.off_on", values: { off } })}` : "";
}

function topicText({ note: one, about }: Topic, words: Words): string {
  if (!about) return noteText(one, words);
  if (about.statement === "passed") return words.say("line.report_green");
  if (about.statement === "over") return overText(about.incident, words);
  return `${storyText(about.story, words)}${offText(one, words)}`;
}

/** The text of a note, without the name of its shop. */
export function noteText(one: NotifiableNote, words: Words): string {
  switch (one.kind) {
    case "needs_you":
    case "off_soon":
    case "switched_off":
    case "recovered":
      return `${recalledText(one, words)}${offText(one, words)}`;
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
    case "host_answered": {
      const text = words.say("line.host_answered", { answer: String(one.params["answer"] ?? "message") });
      return one.answer ? `${text}\n\n${one.answer}` : text;
    }
    case "support_answered": {
      const text = words.say(
        `line.${one.params["solved"] === true ? "support_solved" : one.params["first"] === true ? "support_wrote" : "support_answered"}`,
      );
      return one.answer ? `${text}\n\n${one.answer}` : text;
    }
  }
}

function subjectOf(topics: readonly Topic[], incidents: SharedIncidents, words: Words): string {
  const [first] = topics;
  const open = topics.filter(({ note: { kind } }) => KIND_TRAITS[kind].tone !== "good");
  const shops = (list: readonly Topic[]): number =>
    new Set(list.map(({ note: { shop, id, integrationId } }) => integrationId ?? shop ?? id)).size;
  if (open.length > 0 && open.every(({ note: one }) => incidentOf(one, incidents)))
    return words.say("subject.known_problem", { count: shops(open) });
  if (open.length === 0 && topics.every(({ note: one }) => incidentOf(one, incidents)))
    return words.say("subject.known_problem_over", { count: shops(topics) });
  if (topics.length === 1 && first) {
    const headline = first.about ? words.phrase(first.about.story.headline) : words.say("kind.needs_you");
    return words.say(`subject.${first.note.kind}`, { shop: first.note.shop ?? "", headline });
  }
  return open.length > 0
    ? words.say("subject.several_need_you", { count: shops(open) })
    : words.say("subject.several_recovered", { count: shops(topics) });
}

function incidentLine(incident: SharedIncident, topics: readonly Topic[], words: Words, url: string): MessageLine {
  const names = new Map(topics.map(({ note: { integrationId, shop } }) => [integrationId, shop ?? ""]));
  const shops = [...names.values()].sort((a, b) => a.localeCompare(b));
  const shown = shops.slice(0, MAX_LINES);
  const named = shops.length > shown.length ? [...shown, words.say("known.more", { count: shops.length - shown.length })] : shown;
  const speakers = { t: words.from("fleet"), causes: words.from("causes"), shopSystems: words.from("integrations.shop_system") };
  const { cause, traits, startedAt, shops: count } = incident;
  if (topics.every(({ note: { kind } }) => kind === "recovered")) {
    const values = { count, cause: nameCause(speakers.causes, cause), traits: describeTraits(traits, speakers) };
    const over = words.say("known.over_text", { ...values, shops: beforeFullStop(words.list(named)) });
    return { kind: "recovered", shop: words.say("known.over"), text: over, url, shops };
  }
  const text = [
    speakers.t("known.text", { count, cause: nameCause(speakers.causes, cause), traits: describeTraits(traits, speakers) }),
    speakers.t(responsibilityKey(traits)),
    words.say("known.own", { shops: beforeFullStop(words.list(named)) }),
  ];
  return { kind: "needs_you", shop: words.say("known.title", { since: words.since(startedAt) }), text: text.join(" "), url, shops };
}

function topicLine(topic: Topic, words: Words, url: string): MessageLine {
  const { note: one, about } = topic;
  const threadId = one.kind === "host_answered" ? one.params["reportId"] : one.params["threadId"];
  return {
    kind: one.kind,
    shop: one.shop,
    text: topicText(topic, words),
    url,
    ...(typeof threadId === "string" ? { threadId } : {}),
    ...(about ? { incident: { id: about.incident.id, state: about.story.state } } : {}),
  };
}

/**
 * The message about these topics; null without any. Each incident of many shops is one line. Pure.
 * @param pageOf the URL of a note's page; of the merchant's page for null
 */
export function composeMessage(
  topics: readonly Topic[],
  words: Words,
  pageOf: (one: NotifiableNote | null) => string,
  incidents: SharedIncidents = NONE_SHARED,
): Message | null {
  if (topics.length === 0) return null;
  const shared = Map.groupBy(topics, ({ note }) => incidentOf(note, incidents));
  const single = shared.get(undefined) ?? [];
  shared.delete(undefined);
  const lines = [
    ...[...shared].flatMap(([incident, own]) => (incident ? [incidentLine(incident, own, words, pageOf(null))] : [])),
    ...single.map((topic) => topicLine(topic, words, pageOf(topic.note))),
  ];
  const subject = subjectOf(topics, incidents, words);
  const message = { subject, lines: lines.slice(0, MAX_LINES), more: Math.max(0, lines.length - MAX_LINES) };
  const about = topics.length === 1 ? single[0]?.about : null;
  if (!about) return message;
  const step = about.statement === "trouble" && about.story.step ? words.phrase(about.story.step.label) : null;
  return { ...message, incident: { id: about.incident.id, isFirst: about.isFirst, step } };
}
