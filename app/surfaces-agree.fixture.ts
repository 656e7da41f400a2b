import { expect } from "vitest";
import { presentIntegrations } from "@/lib/api/present";
import { LANES } from "@/lib/health/lane/lane-name";
import { jobPlatformScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { findIncident, listIncidentsBefore, listObservations } from "@/lib/incidents/data";
import type { Story, Viewer } from "@/lib/incidents/describe-incident";
import { openCauses } from "@/lib/incidents/effects";
import { printIncidents } from "@/lib/incidents/print-incidents";
import { inPlatform } from "@/lib/infra/db";
import { BADGE_DAYS, readBadge } from "@/lib/integrations/badge/data";
import { switchBadge } from "@/lib/integrations/badge/mutations";
import { findIntegrationRow } from "@/lib/integrations/data";
import { readHistory } from "@/lib/integrations/history/data";
import { listDays } from "@/lib/integrations/history/days";
import { type DayState, healthyShare, STATE_OF_EFFECT } from "@/lib/integrations/history/lane-days";
import { listShopPage, readOverview, readTones } from "@/lib/integrations/list/list-reads";
import { EVERYTHING } from "@/lib/integrations/list/list-view";
import { tellShop } from "@/lib/integrations/story";
import { tellShops } from "@/lib/integrations/tell-shops";
import { listNotes } from "@/lib/notify/data";
import { deliverDue } from "@/lib/notify/deliver";
import { fanOut } from "@/lib/notify/fan-out";
import { noteText } from "@/lib/notify/message";
import { openWords } from "@/lib/notify/words";
import { listFittingShops } from "@/lib/operations/fleet/data";
import { listMerchants } from "@/lib/support/data";
import { listQueue } from "@/lib/support/queue/data";
import { MERCHANT_STATES, parseMerchantQuery } from "@/lib/support/search";

const platform = jobPlatformScope("test");
/** How the history names what the story tells now. */
const DAY_STATES: Partial<Record<Story["state"], DayState>> = {
  ...STATE_OF_EFFECT,
  ...({ paused: "paused", maintenance: "maintenance", off: "off", not_connected: "action_needed" } as const),
};

const MEMBER: Viewer = { kind: "member", canAct: true };

/** Sends every message that is due, however long it collects. */
async function deliverAll(): Promise<void> {
  while ((await fanOut(platform, new Date())) > 0);
  await inPlatform((tx) => tx.notificationDelivery.updateMany({ where: { status: "waiting" }, data: { dueAt: new Date(0) } }));
  await deliverDue(platform, tellShops);
}

export interface WatchedShop {
  scope: MerchantScope;
  integrationId: string;
  /** Ids of notes that were compared. */
  notes: Set<string>;
  /** Bodies that the channels of this merchant received, oldest first. */
  posts: { kind: "slack" | "webhook"; body: string }[];
}

/** What a member reads and receives of the shop, after it was compared with every other surface. */
export async function expectAgreement({ scope, integrationId, posts, notes }: WatchedShop, step: string) {
  const { merchantId } = scope;
  const words = await openWords("en", "UTC");
  const row = await findIntegrationRow(scope, integrationId);
  if (!row) throw new Error("no row");
  const story = tellShop(row, MEMBER, new Date(row.readAt));
  const said = (phrase: (typeof story)["cause"]) => phrase && words.phrase(phrase);
  const isOpen = row.incident !== null && row.incident.closedAt === null;
  const isTrouble = ["down", "partial", "delayed"].includes(story.state);

  const shown = await listShopPage(scope, EVERYTHING);
  const listed = shown.rows.find(({ id }) => id === integrationId);
  expect(listed && tellShop(listed, MEMBER, new Date(row.readAt)), `list, ${step}`).toEqual(story);
  expect((await readTones(scope, integrationId)).get(integrationId), `tone of the list, ${step}`).toBe(story.tone);
  const tones = shown.rows.map((one) => tellShop(one, MEMBER, new Date(one.readAt)).tone);
  const overview = await readOverview(scope);
  for (const tone of new Set(tones))
    expect(overview.counts.tones[tone], `count of the overview, ${step}`).toBe(tones.filter((one) => one === tone).length);

  const { lines } = await listQueue(platform, { view: "all", sort: "age", state: "action_needed", page: 1, open: null });
  const entries = lines.flatMap((line) => (line.kind === "one" ? [line.entry] : []));
  const queued = entries.find(({ row: { id } }) => id === integrationId);
  // The queue holds incidents; a shop that was never connected has none.
  const isQueued = story.tone === "action_needed" && story.state !== "not_connected";
  expect(queued !== undefined, `in support's queue, ${step}`).toBe(isQueued);
  for (const state of MERCHANT_STATES) {
    const { merchants } = await listMerchants(platform, parseMerchantQuery({ state }));
    const found = merchants.find(({ id }) => id === merchantId);
    const shops = tones.filter((tone) => tone === state).length;
    expect(found !== undefined, `${state} of support's list of merchants, ${step}`).toBe(shops > 0);
    if (found && state !== "idle") expect(state === "recovering" ? found.recovering : found.needsYou, step).toBe(shops);
  }
  if (queued) {
    const toStaff = tellShop(queued.row, { kind: "staff" }, new Date(row.readAt));
    expect({ ...toStaff, responsibility: null }, `queue, ${step}`).toEqual({ ...story, responsibility: null });
  }

  const fleet = await listFittingShops(platform, {}, 1);
  const ofFleet = fleet.find(({ row: { id } }) => id === integrationId);
  // A bulk job leaves out what is paused.
  expect(ofFleet && tellShop(ofFleet.row, { kind: "staff" }, new Date(row.readAt)), `support's fleet, ${step}`).toEqual(
    row.lanes.orders_in.state === "paused" ? undefined : tellShop(row, { kind: "staff" }, new Date(row.readAt)),
  );

  const [api] = await presentIntegrations([row]);
  expect(api?.story, `API, ${step}`).toMatchObject({
    state: story.state,
    since: story.since.toISOString(),
    nextStep: story.step?.act ?? null,
    headline: words.phrase(story.headline),
    cause: said(story.cause),
    responsibility: said(story.responsibility),
    incidentId: isOpen ? row.incident?.id : null,
  });

  for (const lane of LANES) {
    const direction = tellShop(row, MEMBER, new Date(row.readAt), lane);
    expect(direction.lane, `${lane} by itself, ${step}`).toBe(lane);
    if (lane === story.lane)
      expect({ ...direction, tone: null }, `${lane} by itself, ${step}`).toMatchObject({
        state: story.state,
        since: story.since,
        cause: story.cause,
      });
    if (!row.run) expect(api?.lanes[lane].whoActs, `${lane} of the API, ${step}`).toBe(direction.whoActs);
  }

  const badge = await switchBadge(scope, { integrationId, on: true });
  const token = badge.ok ? badge.value.token : null;
  const shownBadge = await readBadge(token ?? "", new Date());
  expect(shownBadge, `badge, ${step}`).toMatchObject({ state: story.state, tone: story.tone });

  const days = (await readHistory(scope, integrationId, listDays(new Date(), BADGE_DAYS, "UTC"))) ?? [];
  const shares = LANES.map((lane) => healthyShare(days.map(({ lanes }) => lanes[lane])) ?? 1);
  expect(shownBadge?.share ?? 1, `share of the badge and of the history, ${step}`).toBeCloseTo(Math.min(...shares), 1);
  const dayState = DAY_STATES[story.state];
  const today = days.at(-1)?.lanes[story.lane].states.map(({ state }) => state);
  if (dayState) expect(today, `history of today, ${step}`).toContain(dayState);

  const { entries: incidents } = await listIncidentsBefore(scope, { before: null, limit: 100, among: [integrationId] });
  const open = incidents.filter(({ closedAt }) => closedAt === null);
  expect(open, `open incidents, ${step}`).toHaveLength(isOpen ? 1 : 0);
  const csv = [...printIncidents(incidents)].join("").trim().split("\r\n");
  const [incident] = open;
  if (incident) {
    const page = await findIncident(scope, incident.id);
    expect(page?.incident, `incident's page, ${step}`).toEqual(incident);
    if (isTrouble) {
      expect(story.since >= incident.openedAt, `${story.since.toISOString()} before the incident, ${step}`).toBe(true);
      const [lasting] = incident.spans.filter(({ lane, to }) => lane === story.lane && to === null);
      expect(lasting, `effect on the incident's page, ${step}`).toMatchObject({ kind: story.state });
      // One that grew worse is listed since then, but the trouble lasts longer.
      expect(lasting && lasting.from >= story.since, `its beginning, ${step}`).toBe(true);
      expect(
        csv.find((line) => line.includes(incident.id)),
        `CSV, ${step}`,
      ).toContain(`${story.lane} ${story.state}`);
    } else if (story.state === "quiet") expect(openCauses(incident), `quiet with a cause, ${step}`).toEqual([]);
  }

  const recorded = await listObservations(scope, integrationId, { limit: 100 });
  const [lastChange] = recorded.filter(({ kind, details }) => kind === "effect_changed" && details["lane"] === story.lane);
  if (isTrouble || story.state === "quiet")
    expect(lastChange?.details["to"] ?? null, `activity of the history page, ${step}`).toBe(isTrouble ? story.state : null);

  const { entries: noted } = await listNotes(scope);
  for (const one of noted.filter(({ id }) => !notes.has(id))) {
    notes.add(one.id);
    const text = noteText(one, words);
    if (one.kind === "recovered") expect(text, `note, ${step}`).not.toMatch(/blocked|down since|next step/i);
    else if (one.kind === "needs_you") expect(text, `note, ${step}`).not.toMatch(/works again|healthy/i);
  }
  const [newest] = noted.filter((one) => one.integrationId === integrationId && (one.kind === "recovered" || one.kind === "needs_you"));
  if (story.state === "healthy" && newest) expect(newest.kind, `newest note, ${step}`).toBe("recovered");

  const before = { mails: await inPlatform((tx) => tx.capturedMail.count()), posts: posts.length };
  await deliverAll();
  const addressees = await inPlatform((tx) => tx.person.findMany({ where: { memberships: { some: { merchantId } } } }));
  const recipient = { in: addressees.map(({ email }) => email) };
  const all = await inPlatform((tx) => tx.capturedMail.findMany({ orderBy: [{ at: "asc" }, { id: "asc" }] }));
  const others = shown.rows.flatMap(({ id, incident: theirs }) => (id !== integrationId && theirs ? [theirs.id] : []));
  const isOfOther = (headers: unknown): boolean => others.some((id) => JSON.stringify(headers).includes(id));
  const sent = all.slice(before.mails).filter((mail) => recipient.in.includes(mail.recipient) && !isOfOther(mail.headers));
  const headline = words.phrase(story.headline);
  for (const { subject, text } of sent) {
    if (subject.endsWith("is healthy again")) expect(["healthy"], `all clear, ${step}: ${text}`).toContain(story.state);
    else if (isTrouble && !subject.includes("your hosting provider")) {
      expect(subject, `subject, ${step}`).toContain(headline.split(" since ")[0]);
      for (const part of [story.cause, story.responsibility])
        if (part) expect(text.toLowerCase(), step).toContain(said(part)?.toLowerCase());
      if (story.step) expect(text, step).toContain(words.phrase(story.step.label));
    }
    if (["down", "partial"].includes(story.state)) expect(text, step).not.toMatch(/works again|healthy again/i);
    if (story.state !== "down") expect(text, `${step}: ${story.state}`).not.toMatch(/\bdown since\b/);
  }
  for (const { kind, body } of posts.slice(before.posts).filter(({ body }) => body.includes(integrationId))) {
    if (kind === "slack") {
      if (isTrouble) expect(body, step).toContain(headline.split(" since ")[0]);
    } else {
      const [notice] = (JSON.parse(body) as { data: { notices: { incident?: { state: string } }[] } }).data.notices;
      if (notice?.incident) expect(notice.incident.state, `webhook, ${step}`).toBe(story.state);
    }
  }
  return { story, sent: sent.map(({ subject }) => subject), responsibility: said(story.responsibility) };
}
