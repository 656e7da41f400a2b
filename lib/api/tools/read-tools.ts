import { z } from "zod";
import { OPERATIONS } from "@/lib/api/operations";
import { presentIntegrations, presentRun } from "@/lib/api/present";
import { checkSchema, integrationSchema, maintenanceSchema, runSchema } from "@/lib/api/resources";
import { markCause } from "@/lib/api/tools/foreign";
import { describeProof, proofSchema } from "@/lib/api/tools/proof";
import { defineShopTool, defineTool, type Shop, type Tool, type ToolCall } from "@/lib/api/tools/tool";
import type { ListCursor } from "@/lib/base/list-cursor";
import { ok, refuse } from "@/lib/base/result";
import { CAUSE_CODES } from "@/lib/check/causes";
import { latestCheck } from "@/lib/check/data";
import { describeCause } from "@/lib/check/diagnosis/describe-cause";
import { decideFixer } from "@/lib/check/diagnosis/fixes/fixes-for";
import { WHO_ACTS, WHO_FIXES } from "@/lib/health/lane/fixer";
import { listIntegrationsAfter } from "@/lib/integrations/data";
import { loadPublished } from "@/lib/operations/addresses/loaders";
import { publishedSchema } from "@/lib/operations/addresses/published";
import { listMaintenance } from "@/lib/sync/maintenance/data";
import { listRunsBefore } from "@/lib/sync/past-runs/run-reads";

const storySchema = integrationSchema.shape.story;
const shopFields = integrationSchema.pick({ id: true, name: true, shopSystem: true, url: true }).shape;
const summarySchema = z.object({
  ...shopFields,
  ...storySchema.pick({ state: true, since: true, headline: true, whoActs: true, nextStep: true }).shape,
});

const PAGE = 100;
/** So many shops one call looks through. */
const MAX_READ = 1_000;

async function readShops({ scope, mayUse, sentences }: ToolCall<unknown>): Promise<Shop[]> {
  const shops: Shop[] = [];
  let after: ListCursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listIntegrationsAfter>> = await listIntegrationsAfter(scope, { after, limit: PAGE });
    shops.push(
      ...(await presentIntegrations(
        page.entries.filter(({ id }) => mayUse(id)),
        sentences,
      )),
    );
    after = page.next;
  } while (after && shops.length < MAX_READ);
  return shops;
}

/** What an answer holds of a sync. */
export const syncSchema = runSchema.pick({
  id: true,
  trigger: true,
  status: true,
  requestedAt: true,
  finishedAt: true,
  fetched: true,
  created: true,
  updated: true,
  quarantined: true,
  shopCount: true,
  ourCount: true,
  countCheck: true,
  failure: true,
  failureStatus: true,
});

/** What a person would read at the head of the shop's page. */
export function tellStory({ words }: Pick<ToolCall<unknown>, "words">, { name, story }: Shop): string {
  const { headline, effect, cause, responsibility, byItself, nextStep } = story;
  const step = nextStep && words.from("tools.answer")("next_step", { step: words.from("states.step")(nextStep) });
  return `${name}: ${[headline, effect, cause, responsibility, byItself, step].filter((part) => part !== null).join(" · ")}`;
}

const listShops = defineTool({
  name: "list_shops",
  rules: OPERATIONS.listIntegrations,
  effect: "reads",
  input: z.strictObject({
    whoActs: z
      .enum(WHO_ACTS)
      .optional()
      .describe("Only shops where these must act: host is the hosting provider, none those without trouble."),
    limit: z.int().min(1).max(100).default(30),
  }),
  answer: z.object({
    shops: z.array(summarySchema),
    total: z.int().describe(`Those of the first ${MAX_READ} shops that match, also beyond the limit.`),
  }),
  run: async (call) => {
    const { whoActs, limit } = call.input;
    const matching = (await readShops(call)).filter(({ story }) => whoActs === undefined || story.whoActs === whoActs);
    const shown = matching.slice(0, limit);
    const counted = call.words.from("tools.answer")("shops", { shown: shown.length, total: matching.length });
    return ok({
      data: { shops: shown.map((shop) => ({ ...shop, ...shop.story })), total: matching.length },
      lines: [counted, ...shown.map((shop) => tellStory(call, shop))],
    });
  },
});

const explainShop = defineShopTool({
  name: "explain_shop",
  rules: OPERATIONS.getIntegration,
  effect: "reads",
  input: z.strictObject({}),
  answer: z.object({
    ...integrationSchema.pick({
      id: true,
      name: true,
      shopSystem: true,
      url: true,
      lastOrderAt: true,
      parcelsWaiting: true,
      missedOrders: true,
    }).shape,
    story: storySchema,
    checkedAt: checkSchema.shape.finishedAt,
    causes: z.array(z.object({ code: z.enum(CAUSE_CODES), title: z.string(), whoActs: z.enum(WHO_ACTS) })).describe("Of the newest check."),
    maintenance: z.array(maintenanceSchema.pick({ id: true, startsAt: true, endsAt: true })),
  }),
  run: async ({ scope, words }, shop) => {
    const [check, maintenance] = await Promise.all([latestCheck(scope, shop.id), listMaintenance(scope, shop.id)]);
    const place = { shopSystem: shop.shopSystem, server: check?.result?.server.software ?? null };
    const causes = (check?.result?.causes ?? []).map((cause) => ({
      code: cause.code,
      title: describeCause(words.from("causes"), words.locale, markCause(cause)).title,
      whoActs: WHO_FIXES[decideFixer(cause, place)],
    }));
    const say = words.from("tools.answer");
    return ok({
      data: { ...shop, checkedAt: check?.finishedAt ?? null, causes, maintenance },
      lines: [tellStory({ words }, shop), ...causes.map(({ code, title }) => say("cause", { title, code }))],
    });
  },
});

const showProof = defineShopTool({
  name: "show_proof",
  rules: OPERATIONS.getLatestCheck,
  effect: "reads",
  input: z.strictObject({ cause: z.enum(CAUSE_CODES).optional().describe("One of the causes of explain_shop; otherwise the first.") }),
  answer: proofSchema,
  run: async (call, shop) => {
    const check = await latestCheck(call.scope, shop.id);
    return check ? ok(describeProof(call, check, call.input.cause ?? null)) : refuse({ code: "no_check" });
  },
});

const recentSyncs = defineShopTool({
  name: "recent_syncs",
  rules: OPERATIONS.listRuns,
  effect: "reads",
  input: z.strictObject({ limit: z.int().min(1).max(20).default(5) }),
  answer: z.object({ shop: integrationSchema.shape.name, syncs: z.array(syncSchema).describe("Newest first.") }),
  run: async (call, { id, name }) => {
    const { entries } = await listRunsBefore(call.scope, id, { before: null, limit: call.input.limit });
    const syncs = entries.map(presentRun);
    return ok({ data: { shop: name, syncs }, lines: [`${name}:`, ...syncs.map((sync) => tellSync(call, sync))] });
  },
});

/** One sync in a sentence, with its count check. */
export function tellSync({ words }: Pick<ToolCall<unknown>, "words">, sync: z.output<typeof runSchema>): string {
  const { requestedAt, status, fetched, created, updated, shopCount, ourCount, failure, failureStatus } = sync;
  const say = words.from("tools.answer");
  const counts = { shop: shopCount ?? 0, ours: ourCount ?? 0 };
  return [
    say("sync", { at: words.instant(new Date(requestedAt)), status, fetched, created, updated }),
    failure && words.from("sync.failure")(failure, { status: failureStatus ?? 0 }),
    shopCount !== null && ourCount !== null && say("counts", counts),
  ]
    .filter((part) => part)
    .join(" ");
}

const ourAddresses = defineTool({
  name: "our_addresses",
  rules: { scope: "read" },
  effect: "reads",
  input: z.strictObject({}),
  answer: publishedSchema.pick({ addresses: true, methods: true }).extend({ userAgents: z.array(z.string()) }),
  run: async ({ words }) => {
    const published = await loadPublished();
    const { addresses, methods, userAgents } = published;
    const names = [...new Set(Object.values(userAgents).flat())];
    const all = words.list([...addresses.ipv4, ...addresses.ipv6]);
    return ok({
      data: { ...published, userAgents: names },
      lines: [words.from("tools.answer")("addresses", { addresses: all, methods: words.list(methods) }), ...names],
    });
  },
});

export const READ_TOOLS: readonly Tool[] = [listShops, explainShop, showProof, recentSyncs, ourAddresses];
