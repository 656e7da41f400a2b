import { z } from "zod";
import type { Operation } from "@/lib/api/operation";
import { answerIntegration, type Sentences } from "@/lib/api/present";
import { invalid, type Problem } from "@/lib/api/problems";
import type { integrationSchema } from "@/lib/api/resources";
import type { TokenScope } from "@/lib/api/token-choices";
import { ok, type Result, refuse } from "@/lib/base/result";
import { LOCALES } from "@/lib/i18n/locales";
import type words from "@/lib/i18n/messages/en/tools.json";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { findShopsNamed } from "@/lib/integrations/data";
import type { Words } from "@/lib/notify/words";

type ToolName = keyof typeof words.tool;

export interface ToolCall<Input> {
  scope: MerchantScope;
  input: Input;
  /** In the caller's language, with times in UTC. */
  words: Words;
  sentences: Sentences;
  /** Whether the token has a scope besides the tool's own. */
  has: (scope: TokenScope) => boolean;
  mayUse: (integrationId: string) => boolean;
  onlyShops: readonly string[];
}

export interface ToolAnswer<Data> {
  data: Data;
  /** The same for people and models, line by line. */
  lines: readonly string[];
}

export interface Tool {
  name: ToolName;
  /** Those of the operation of the API that does the same. */
  rules: Pick<Operation, "scope" | "act" | "spends" | "isWide">;
  /** asks: sends requests to the shop. */
  effect: "reads" | "asks" | "changes";
  input: z.ZodObject;
  answer: z.ZodObject;
  run: (call: ToolCall<Record<string, unknown>>) => Promise<Result<ToolAnswer<Record<string, unknown>>, Problem>>;
}

interface TypedTool<Input extends z.ZodObject, Answer extends z.ZodObject> extends Omit<Tool, "run"> {
  input: Input;
  answer: Answer;
  run: (call: ToolCall<z.output<Input>>) => Promise<Result<ToolAnswer<z.input<Answer>>, Problem>>;
}

const languageSchema = z.enum(LOCALES).optional().describe("Of the answer; otherwise that of the header Accept-Language.");

/** Parses what goes in and out, so that an answer holds no field that its schema does not name. */
export const defineTool = <Input extends z.ZodObject, Answer extends z.ZodObject>(tool: TypedTool<Input, Answer>): Tool => ({
  ...tool,
  input: tool.input.extend({ language: languageSchema }),
  run: async ({ input, ...call }) => {
    const answered = await tool.run({ ...call, input: tool.input.strip().parse(input) as z.output<Input> });
    return answered.ok ? ok({ ...answered.value, data: tool.answer.parse(answered.value.data) }) : answered;
  },
});

export const shopSchema = z.string().trim().min(1).max(200).describe("The shop's id, or its name or address if only one shop has it.");

export type Shop = z.output<typeof integrationSchema>;

interface ShopTool<Input extends z.ZodObject, Answer extends z.ZodObject> extends Omit<TypedTool<Input, Answer>, "run"> {
  run: (call: ToolCall<z.output<Input>>, shop: Shop) => ReturnType<TypedTool<Input, Answer>["run"]>;
}

/** A tool for one shop, which the caller names. */
export const defineShopTool = <Input extends z.ZodObject, Answer extends z.ZodObject>({ run, ...tool }: ShopTool<Input, Answer>): Tool =>
  defineTool({
    ...tool,
    input: z.strictObject({ shop: shopSchema, ...tool.input.shape }),
    run: async (call) => {
      const id = await findShopId(call, String(call.input.shop));
      const found = id.ok ? await answerIntegration(call.scope, id.value, call.sentences) : id;
      return found.ok ? run({ ...call, input: call.input as z.output<Input> }, found.value.body) : found;
    },
  });

/** The shop that the caller means; not found among shops that the token may not use. */
export async function findShopId(
  { scope, mayUse }: Pick<ToolCall<unknown>, "scope" | "mayUse">,
  shop: string,
): Promise<Result<string, Problem>> {
  const found = (await findShopsNamed(scope, shop)).filter(({ id }) => mayUse(id));
  const exact = found.filter(({ id, name }) => id === shop.toLowerCase() || name.toLowerCase() === shop.toLowerCase());
  const [first, second] = exact.length > 0 ? exact : found;
  if (!first) return refuse({ code: "not_found" });
  return second ? refuse(invalid("shop", "shop_ambiguous")) : ok(first.id);
}
