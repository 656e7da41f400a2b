import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { chooseNewPassword, signIn } from "@/lib/identity/auth/actions";
import { NEW_FORM } from "@/lib/identity/auth/form-state";
import { completeSignIn, requestLink, startSession } from "@/lib/identity/auth/mutations";
import { startOidcSession } from "@/lib/identity/auth/oidc-sign-in";
import { hashPassword } from "@/lib/identity/auth/password";
import { inPlatform } from "@/lib/infra/db";
import { hashToken, newToken } from "@/lib/infra/secret-token";
import { deliverAccountMails } from "@/lib/notify/account-mails";
import { asBrowser, wayOut } from "@/lib/testing/request";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
// The environment is read once, by the first module that needs it.
vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
  process.env["OIDC_ISSUER"] = "https://login.example.com";
  process.env["OIDC_CLIENT_ID"] = "mooring";
  process.env["OIDC_CLIENT_SECRET"] = "secret";
  process.env["OIDC_REQUIRED"] = "true";
});

const PASSWORD = "correct horse battery";
const STAFF = "ana@harbour.example";
const MEMBER = "mia@shop.example";
const browser = { address: "192.0.2.1", userAgent: "Test", locale: null };
let passwordHash: string;

const form = (fields: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
};
const answerOf = (call: Promise<unknown>) => call.catch((error: unknown) => wayOut(error) ?? Promise.reject(error));
const typeIn = (email: string, password: string) => answerOf(signIn(NEW_FORM, form({ email, password, from: "/support" })));

async function linkFor(email: string): Promise<string> {
  const token = newToken();
  const fresh = { tokenHash: hashToken(token), expiresAt: new Date(Date.now() + 60_000) };
  await inPlatform((tx) => tx.mailedLink.create({ data: { kind: "password_reset", email, ...fresh } }));
  return token;
}

beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
  await inPlatform((tx) =>
    tx.person.createMany({
      data: [
        { email: STAFF, name: "Ana", passwordHash, staffRole: "operator" },
        { email: MEMBER, name: "Mia", passwordHash },
      ],
    }),
  );
});
beforeEach(() => asBrowser(null));

test("a staff password is refused, with the reason shown only if it is right; members of merchants are unaffected", async () => {
  expect(await typeIn(STAFF, PASSWORD)).toMatchObject({ error: { code: "oidc_required" } });
  expect(await typeIn(STAFF, "wrong")).toMatchObject({ error: { code: "credentials_wrong" } });
  expect(await inPlatform((tx) => tx.session.count())).toBe(0);
  expect(await typeIn(MEMBER, PASSWORD)).toBe("redirect:/support");
});

test("a staff password is refused with a second factor too, even if the sign-in began earlier", async () => {
  const { id: personId } = await inPlatform((tx) =>
    tx.person.create({ data: { email: "eva@harbour.example", name: "Eva", passwordHash } }),
  );
  const factor = { personId, secret: Buffer.from("sealed"), secretKeyId: "k", confirmedAt: new Date() };
  await inPlatform((tx) => tx.secondFactor.create({ data: factor }));
  const waiting = await startSession({ email: "eva@harbour.example", password: PASSWORD }, browser, new Date());
  if (waiting.ok || waiting.reason.code !== "code_needed") throw new Error("no code was requested");
  await inPlatform((tx) => tx.person.update({ where: { id: personId }, data: { staffRole: "operator" } }));
  expect(await completeSignIn(waiting.reason.pending, "abcd-efgh", browser, new Date())).toEqual({
    ok: false,
    reason: { code: "oidc_required" },
  });
});

test("staff get no password-reset link, and an earlier link has no effect", async () => {
  for (const email of [STAFF, MEMBER]) await requestLink("password_reset", email, browser, new Date());
  await deliverAccountMails(jobPlatformScope("account-mails"));
  expect(
    await inPlatform((tx) => tx.capturedMail.findMany({ where: { subject: { not: "New sign-in" } }, select: { recipient: true } })),
  ).toEqual([{ recipient: MEMBER }]);
  const token = await linkFor(STAFF);
  const reset = await chooseNewPassword(token, NEW_FORM, form({ password: "another horse battery" }));
  expect(reset).toMatchObject({ error: { code: "oidc_required" } });
  expect(await inPlatform((tx) => tx.person.findUnique({ where: { email: STAFF } }))).toMatchObject({ passwordHash });
});

test("staff sign in through the issuer", async () => {
  const identity = {
    issuer: "https://login.example.com",
    subject: "1",
    email: STAFF,
    name: "Ana",
    role: "unasked",
    staffRole: null,
    authenticatedAt: null,
  } as const;
  expect((await startOidcSession(identity, browser, new Date())).ok).toBe(true);
});
