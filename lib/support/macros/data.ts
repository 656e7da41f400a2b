import { sentence } from "@/lib/base/texts";
import type { Phrase } from "@/lib/health/lane/sentence";
import { isLocale, LOCALES, type Locale } from "@/lib/i18n/locales";
import type { MerchantScope, PlatformScope } from "@/lib/identity/accounts/access";
import { nameOfActor, nameOfStored, readActor } from "@/lib/identity/accounts/actor";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import type { AnswerMacro } from "@/lib/infra/prisma-client/client";
import { publicOrigin } from "@/lib/infra/public-origin";
import { findIntegrationRow } from "@/lib/integrations/data";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { shopPath } from "@/lib/integrations/shop-paths";
import { tellShop } from "@/lib/integrations/story";
import { localeOf, localeOfMerchant, openWords, type Words } from "@/lib/notify/words";
import { BUILT_IN_MACROS, type BuiltInMacro } from "@/lib/support/macros/built-in";
import { MACRO_ACTS, type MacroAct } from "@/lib/support/macros/macro-acts";
import type { DraftInput } from "@/lib/support/macros/schema";
import { AS_TYPED, fillTemplate, NO_FACTS, type TemplateFacts } from "@/lib/support/macros/template";
import type { SeenIncident } from "@/lib/support/queue/schema";
import { SNOOZE_HOURS, type SnoozeHours } from "@/lib/support/queue/snooze-hours";

interface Then {
  act: MacroAct;
  snoozeHours: SnoozeHours | null;
}

/** A template of staff. */
export interface Macro extends Then {
  id: string;
  name: string;
  texts: Partial<Record<Locale, string>>;
  /** Who changed it last. */
  author: string | null;
  changedAt: Date;
}

export const listMacros = (_scope: PlatformScope): Promise<Macro[]> => inPlatform(readMacros);

const MAX_MACROS = 200;

async function readMacros(tx: Transaction): Promise<Macro[]> {
  return (await tx.answerMacro.findMany({ orderBy: [{ name: "asc" }, { id: "asc" }], take: MAX_MACROS })).map(toMacro);
}

const toMacro = ({ id, name, texts, act, snoozeHours, author, changedAt }: AnswerMacro): Macro => ({
  id,
  name,
  changedAt,
  author: nameOfStored(author),
  texts: Object.fromEntries(Object.entries((texts ?? {}) as object).filter(([locale]) => isLocale(locale))) as Macro["texts"],
  act: MACRO_ACTS.find((known) => known === act) ?? "none",
  snoozeHours: SNOOZE_HOURS.find((known) => known === snoozeHours) ?? null,
});

/** A template filled with the facts of one shop. */
export interface Draft extends Then {
  id: string;
  /** Null for a built-in one. */
  name: string | null;
  builtIn: BuiltInMacro | null;
  text: string;
  /** Another one than asked for, if the template has no text in that. */
  locale: Locale;
}

export interface Drafts {
  locale: Locale;
  /** The question that the answer goes to; null: a new message. */
  threadId: string | null;
  firstWords: string | null;
  /** The open incident of the shop, as it is now. */
  incident: SeenIncident | null;
  drafts: Draft[];
}

/** All templates filled with what is wrong with the shop, in the merchant's language; null for unknown and foreign shops and questions. */
export async function draftAnswers(scope: MerchantScope, input: DraftInput): Promise<Drafts | null> {
  const { merchantId } = scope;
  const found = await readAbout(scope, input);
  if (!found) return null;
  const { integrationId, thread, incident, merchant } = found;
  const asker = readActor(thread?.openedBy);
  const person = asker.kind === "member" ? await inPlatform((tx) => tx.person.findUnique({ where: { id: asker.personId } })) : null;
  const locale = input.locale ?? (person ? await localeOf(person) : await localeOfMerchant(merchantId));
  const macros = await inPlatform(readMacros);
  const languages = [...new Set<Locale>([locale, "en", ...LOCALES])];
  const row = integrationId ? await findIntegrationRow(scope, integrationId) : null;
  const own = macros.map(({ id, name, texts, ...then }): Draft => {
    const language = languages.find((one) => texts[one] !== undefined) ?? locale;
    return { id, name, builtIn: null, ...then, locale: language, text: texts[language] ?? "" };
  });
  const inLocale = await openWords(locale, merchant.timeZone);
  const say = inLocale.from("macros.built_in");
  const product = BUILT_IN_MACROS.map(
    ({ id, ...then }): Draft => ({ id, name: null, builtIn: id, ...then, locale, text: say(`${id}.text`, AS_TYPED) }),
  );
  const facts = new Map<Locale, TemplateFacts>();
  for (const { locale: language } of [...own, ...product])
    if (!facts.has(language)) facts.set(language, tellFacts(scope, row, merchant.name, await openWords(language, merchant.timeZone)));
  return {
    locale,
    incident,
    threadId: thread?.id ?? null,
    firstWords: thread?.firstWords ?? null,
    drafts: [...own, ...product].map((draft) => ({ ...draft, text: fillTemplate(draft.text, facts.get(draft.locale) ?? NO_FACTS) })),
  };
}

interface About {
  integrationId: string | null;
  thread: { id: string; firstWords: string; openedBy: unknown } | null;
  incident: SeenIncident | null;
  merchant: { name: string; timeZone: string };
}

/** The question to answer, by default the shop's newest unsolved one, and the open incident of its shop. */
function readAbout(scope: MerchantScope, input: DraftInput): Promise<About | null> {
  const { merchantId } = scope;
  return inPlatform(async (tx) => {
    const merchant = await tx.merchant.findUnique({ where: { id: merchantId }, select: { name: true, timeZone: true } });
    const select = { id: true, firstWords: true, openedBy: true, integrationId: true } as const;
    const thread = input.threadId
      ? await tx.supportThread.findUnique({ where: { merchantId_id: { merchantId, id: input.threadId } }, select })
      : await tx.supportThread.findFirst({
          where: { merchantId, integrationId: input.integrationId ?? "", status: { not: "solved" } },
          orderBy: { lastMessageAt: "desc" },
          select,
        });
    const integrationId = thread?.integrationId ?? input.integrationId;
    const isKnown = integrationId === null || (await tx.integration.count({ where: { merchantId, id: integrationId } })) > 0;
    if (!merchant || !isKnown || (input.threadId && !thread)) return null;
    const open = integrationId
      ? await tx.incident.findFirst({
          where: { merchantId, integrationId, closedAt: null },
          include: { work: { select: { version: true } } },
        })
      : null;
    const incident = open && { merchantId, incidentId: open.id, seen: open.work?.version ?? 0 };
    return { integrationId, thread, incident, merchant };
  });
}

/** The story as the merchant reads it, in sentences. */
function tellFacts(scope: MerchantScope, row: IntegrationRow | null, merchant: string, words: Words): TemplateFacts {
  const { merchantId, actor } = scope;
  const story = row && tellShop(row, { kind: "member", canAct: true }, new Date(row.readAt));
  const say = (part: Phrase | null | undefined) => (part ? sentence(words.phrase(part)) : null);
  return {
    merchant,
    shop: row?.name ?? null,
    agent: nameOfActor(actor),
    headline: say(story?.headline),
    cause: say(story?.cause),
    effect: say(story?.effect),
    responsibility: say(story?.responsibility),
    by_itself: say(story?.byItself),
    next_step: story?.step ? words.phrase(story.step.label) : null,
    link: `${publicOrigin()}${row ? shopPath(merchantId, row.id) : `/m/${merchantId}`}`,
  };
}
