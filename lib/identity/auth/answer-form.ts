import { redirect } from "next/navigation";
import { z } from "zod";
import { systemClock } from "@/lib/base/clock";
import type { LinkKind } from "@/lib/identity/auth/account-mail";
import { type FormState, NEW_FORM } from "@/lib/identity/auth/form-state";
import { requestLink } from "@/lib/identity/auth/mutations";
import { sameOriginBrowser, setSessionCookie } from "@/lib/identity/auth/request";
import { safeReturnPath } from "@/lib/identity/auth/return-path";
import { emailSchema } from "@/lib/identity/auth/schema";
import type { Browser, StartedSession } from "@/lib/identity/auth/sessions";

const SECRETS: readonly string[] = ["password", "code"];
const MAX_TYPED = 254;

/** Refusals that concern one field. */
const FIELD_OF: Readonly<Record<string, string>> = { password_guessable: "password", code_wrong: "code" };

type Refusal = Pick<Partial<FormState>, "fields" | "error" | "isMailed">;

export function refusalOf(reason: string | { code: string; retryAfterSeconds?: number }): Refusal {
  const { code, retryAfterSeconds = 0 } = typeof reason === "string" ? { code: reason } : reason;
  const field = FIELD_OF[code];
  return field ? { fields: { [field]: code } } : { error: { code, retryAfterSeconds } };
}

/** Answers a form of an unauthenticated user: same origin → schema → `run`, which says why it refuses, or redirects. */
export async function answerForm<Shape extends z.ZodRawShape>(
  form: FormData,
  schema: z.ZodObject<Shape>,
  run: (input: z.output<z.ZodObject<Shape>>, browser: Browser) => Promise<Refusal>,
): Promise<FormState> {
  const given = Object.keys(schema.shape).map((name) => {
    const value = form.get(name);
    const text = typeof value === "string" ? value : "";
    return [name, SECRETS.includes(name) ? text : text.slice(0, MAX_TYPED)] as const;
  });
  const state = { ...NEW_FORM, typed: Object.fromEntries(given.filter(([name]) => !SECRETS.includes(name))) };
  const browser = await sameOriginBrowser();
  if (!browser) return { ...state, ...refusalOf("foreign_origin") };
  const input = schema.safeParse(Object.fromEntries(given));
  if (input.success) return { ...state, ...(await run(input.data, browser)) };
  return { ...state, fields: Object.fromEntries(input.error.issues.map(({ path, message }) => [String(path[0]), message])) };
}

/** Mails a link to the submitted address, if it has an account. */
export const mailLink = (kind: LinkKind, form: FormData): Promise<FormState> =>
  answerForm(form, z.object({ email: emailSchema }), async ({ email }, browser) => {
    const asked = await requestLink(kind, email, browser, systemClock.now());
    return asked.ok ? { isMailed: true } : refusalOf(asked.reason);
  });

/** Signs the browser in and continues to the requested page. */
export async function enter(session: StartedSession, from: unknown): Promise<never> {
  await setSessionCookie(session);
  redirect(safeReturnPath(from) ?? "/");
}
