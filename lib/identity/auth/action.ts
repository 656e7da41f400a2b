import "server-only";
import { randomUUID } from "node:crypto";
import { revalidatePath } from "next/cache";
import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import { AppError } from "@/lib/base/app-error";
import { systemClock } from "@/lib/base/clock";
import { type Result, refuse } from "@/lib/base/result";
import {
  isAllowed,
  type MerchantScope,
  type OwnerScope,
  ownerScope,
  type PlatformScope,
  readOnlyCode,
  staffScope,
} from "@/lib/identity/accounts/access";
import { findStaffMerchantScope } from "@/lib/identity/accounts/data";
import { isFrozen } from "@/lib/identity/accounts/freeze";
import { enterMerchant } from "@/lib/identity/accounts/loaders";
import type { StaffRight } from "@/lib/identity/accounts/staff-roles";
import type { ActionResult } from "@/lib/identity/auth/action-result";
import type { CurrentPerson } from "@/lib/identity/auth/person";
import type { ProvenAct } from "@/lib/identity/auth/proven-acts";
import { comesFromHere } from "@/lib/identity/auth/request";
import { currentPerson } from "@/lib/identity/auth/session";
import { isProven } from "@/lib/identity/auth/session-limits";
import type { Act } from "@/lib/identity/quota/policy";
import { spendQuota } from "@/lib/identity/quota/spend";
import { log } from "@/lib/infra/log";
import { requestId } from "@/lib/infra/observe/correlation";
import { traced } from "@/lib/infra/observe/trace";
import { serveMerchant } from "@/lib/infra/served-merchant";

/** A code, a code for each invalid input that only the operation itself can detect, or an exhausted quota. */
export type Refusal = string | { fields: Record<string, string> } | QuotaSpent;

interface QuotaSpent {
  code: "quota_spent";
  retryAfterSeconds: number;
}

export const quotaSpent = (retryAfterSeconds: number): QuotaSpent => ({ code: "quota_spent", retryAfterSeconds });

const refusal = (code: string): { ok: false; code: string } => ({ ok: false, code });

/** Input as a plain object. Of form fields with the same name, the last one counts. */
const plainInput = (input: unknown): unknown =>
  input instanceof FormData ? Object.fromEntries([...input].filter(([name]) => !name.startsWith("$ACTION_"))) : input;

/** The message of a zod issue if it is one of the codes in `errors`, else a general code. */
const isCode = (text: string): boolean => /^[a-z][a-z0-9_]*$/.test(text);
const fieldErrors = (error: z.ZodError): Record<string, string> =>
  Object.fromEntries(error.issues.map((issue) => [issue.path.join("."), isCode(issue.message) ? issue.message : "field_invalid"]));

async function answer<Input, Value>(
  schema: z.ZodType<Input>,
  input: unknown,
  run: (input: Input) => Promise<Result<Value, Refusal>>,
): Promise<ActionResult<Value>> {
  if (!(await comesFromHere())) return refusal("foreign_origin");
  try {
    const parsed = schema.safeParse(plainInput(input));
    if (!parsed.success) return { ok: false, code: "input_invalid", fields: fieldErrors(parsed.error) };
    const result = await traced("server action", {}, () => run(parsed.data));
    if (result.ok) return result;
    if (typeof result.reason === "string") return refusal(result.reason);
    return "code" in result.reason ? { ok: false, ...result.reason } : { ok: false, code: "input_invalid", ...result.reason };
  } catch (error) {
    unstable_rethrow(error);
    const errorId = requestId() ?? randomUUID();
    const code = error instanceof AppError ? error.code : "internal_error";
    log.error({ err: error, errorId }, "action failed");
    return { ok: false, code, errorId };
  }
}

interface MerchantActionOptions<Input, Value> {
  input: z.ZodType<Input>;
  /** For actions that staff may perform without giving a reason: reading, leaving. */
  allowReadOnly?: boolean;
  /** For actions that a stolen session must not perform: requires a recent proof of identity (proven-acts.ts). */
  act?: ProvenAct;
  /** Whether this call needs the proof; always, if omitted. */
  actsIf?: (scope: MerchantScope, input: Input) => Promise<boolean>;
  /** What the action costs (lib/identity/quota/policy.ts); counted before it runs. */
  spends?: Act;
  /** The route whose pages and layouts are rendered again afterwards. */
  revalidates?: string;
  run: (scope: MerchantScope, input: Input) => Promise<Result<Value, Refusal>>;
}

/**
 * A server action on one merchant: same origin → session → scope → zod → quota → run. Define it in a `"use server"` file:
 * `export const refresh = merchantAction({ input: schema, run: async (scope, input) => … })`; clients call `refresh(merchantId, input)`.
 */
export function merchantAction<Input, Value>(options: MerchantActionOptions<Input, Value>) {
  const { act, actsIf } = options;
  const action = (merchantId: string, input: unknown): Promise<ActionResult<Value>> =>
    answer(options.input, input, async (parsed) => {
      const entry = await enterMerchant(merchantId);
      if (entry.kind === "signed_out") return refuse("signed_out");
      if (entry.kind !== "scope") return refuse("not_found");
      const refused = options.allowReadOnly === true ? null : readOnlyCode(entry.scope);
      if (refused) return refuse(refused);
      if (act && (!actsIf || (await actsIf(entry.scope, parsed)))) {
        if (await isFrozen(entry.scope, systemClock.now())) return refuse("frozen");
        if (await lacksProof()) return refuse("proof_needed");
      }
      return runWithin(entry.scope, options, parsed);
    });
  return named(action, act);
}

const acts = new WeakMap<object, ProvenAct>();

function named<Action extends object>(action: Action, act: ProvenAct | undefined): Action {
  if (act) acts.set(action, act);
  return action;
}

/** The act of a server action; undefined if it needs no proof. */
export const actOf = (action: object): ProvenAct | undefined => acts.get(action);

async function runWithin<Input, Value>(
  scope: MerchantScope,
  { spends, run, revalidates }: Pick<MerchantActionOptions<Input, Value>, "spends" | "run" | "revalidates">,
  input: Input,
): Promise<Result<Value, Refusal>> {
  const wait = spends ? await spendQuota({ scope }, spends) : null;
  if (wait !== null) return refuse(quotaSpent(wait));
  const result = await serveMerchant(scope.merchantId, () => run(scope, input));
  if (revalidates) revalidatePath(revalidates, "layout");
  return result;
}

async function lacksProof(): Promise<boolean> {
  const person = await currentPerson();
  return person === null || !isProven(person, systemClock.now());
}

/**
 * A server action of staff on one merchant that works without a visit, from the console. Users who are not staff get `not_found`, staff
 * without the right `role_lacks_right`.
 */
export function staffMerchantAction<Input, Value>(
  options: Omit<MerchantActionOptions<Input, Value>, "allowReadOnly" | "act" | "actsIf"> & {
    right: StaffRight;
    /** For what the merchant's log shows: why staff acted. */
    reason?: () => Promise<string>;
  },
) {
  return (merchantId: string, input: unknown): Promise<ActionResult<Value>> =>
    answer(options.input, input, async (parsed) => {
      const person = await currentPerson();
      if (!person) return refuse("signed_out");
      const isId = z.uuid().safeParse(merchantId).success;
      const reason = (await options.reason?.()) ?? null;
      const scope = isId ? await findStaffMerchantScope(person, merchantId, reason) : null;
      if (!scope) return refuse("not_found");
      return isAllowed(scope, options.right) ? runWithin(scope, options, parsed) : refuse("role_lacks_right");
    });
}

export function personAction<Input, Value>(options: {
  input: z.ZodType<Input>;
  act?: ProvenAct;
  /** Whether this call needs the proof; always, if omitted. */
  actsIf?: (person: CurrentPerson) => Promise<boolean>;
  run: (person: CurrentPerson, input: Input) => Promise<Result<Value, Refusal>>;
}) {
  const { act, actsIf } = options;
  const action = (input: unknown): Promise<ActionResult<Value>> =>
    answer(options.input, input, async (parsed) => {
      const person = await currentPerson();
      if (!person) return refuse("signed_out");
      if (act && (!actsIf || (await actsIf(person))) && !isProven(person, systemClock.now())) return refuse("proof_needed");
      return options.run(person, parsed);
    });
  return named(action, act);
}

/** A server action on a merchant's members, for owners and, while an owner consents, for acting staff. Other members get `not_owner`. */
export function ownerAction<Input, Value>(
  options: Omit<MerchantActionOptions<Input, Value>, "allowReadOnly" | "run"> & {
    run: (scope: OwnerScope, input: Input) => Promise<Result<Value, Refusal>>;
  },
) {
  const { run, ...rest } = options;
  return merchantAction({
    ...rest,
    run: async (scope, input: Input): Promise<Result<Value, Refusal>> => {
      const owner = ownerScope(scope);
      return owner ? run(owner, input) : refuse("not_owner");
    },
  });
}

/** A server action of the console without a merchant. Refuses others than staff (`not_found`) and a missing right (`role_lacks_right`). */
export function staffAction<Input, Value>(options: {
  input: z.ZodType<Input>;
  right: StaffRight;
  spends?: Act;
  run: (scope: PlatformScope, input: Input) => Promise<Result<Value, string>>;
}) {
  const { right, spends } = options;
  return personAction({
    input: options.input,
    run: async (person, input: Input) => {
      const scope = staffScope(person);
      if (!scope) return refuse("not_found");
      if (!isAllowed(scope, right)) return refuse("role_lacks_right");
      const wait = spends ? await spendQuota({ scope }, spends) : null;
      return wait === null ? options.run(scope, input) : refuse(quotaSpent(wait));
    },
  });
}
