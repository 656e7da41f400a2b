import { beforeEach, describe, expect, test, vi } from "vitest";
import { DAY_MS } from "@/lib/base/units";
import { isFirstAccountLink, offerFirstAccount } from "@/lib/identity/accounts/first-account";
import { signUp } from "@/lib/identity/accounts/mutations";
import { createAccount } from "@/lib/identity/auth/actions";
import { NEW_FORM } from "@/lib/identity/auth/form-state";
import { currentPerson } from "@/lib/identity/auth/session";
import { inPlatform } from "@/lib/infra/db";
import { asBrowser, wayOut } from "@/lib/testing/request";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
// Without a mail server, sign-up is closed.
vi.hoisted(() => {
  process.env["SIGN_UP"] = "false";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
});

const NOW = new Date();
const browser = { address: "192.0.2.9", userAgent: "Test", locale: null };
const input = { name: "Ada", merchant: "Ada's shop", password: "correct horse battery", timeZone: "Europe/Lisbon" };
const offer = async (): Promise<string> => (await offerFirstAccount(NOW)) ?? "";

function form(entries: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(entries)) data.set(name, value);
  return data;
}

beforeEach(async () => {
  await asBrowser(null);
  await inPlatform((tx) => tx.person.deleteMany());
});

describe("the link of the first account", () => {
  test("creates an owner with the typed address, even if sign-up is closed, and signs in", async () => {
    const token = await offer();
    expect(await createAccount(token, NEW_FORM, form({ ...input, email: "ada" }))).toMatchObject({
      typed: { email: "ada" },
      fields: { email: "email_invalid" },
    });
    const left = await createAccount(token, NEW_FORM, form({ ...input, email: "Ada@Example.com" })).catch((error: unknown) => error);
    expect(wayOut(left)).toMatch(/^redirect:\/m\//);
    expect(await currentPerson()).toMatchObject({ email: "ada@example.com", isStaff: false, memberships: [{ role: "owner" }] });
  });

  test("works once, and is not offered again", async () => {
    const token = await offer();
    const attempts = ["ada@example.com", "eve@example.com"].map((email) => signUp(token, { ...input, email }, browser, NOW));
    expect((await Promise.all(attempts)).filter(({ ok }) => ok)).toHaveLength(1);
    expect(await inPlatform((tx) => tx.person.count())).toBe(1);
    expect(await offerFirstAccount(NOW)).toBeNull();
  });

  test("becomes invalid with a newer one, after a day, and once there is another account", async () => {
    const older = await offer();
    const token = await offer();
    expect(await isFirstAccountLink(older, NOW)).toBe(false);
    expect(await isFirstAccountLink(token, NOW)).toBe(true);
    expect(await isFirstAccountLink(token, new Date(NOW.getTime() + DAY_MS))).toBe(false);
    await inPlatform((tx) => tx.person.create({ data: { email: "mia@example.com", name: "Mia", passwordHash: "none" } }));
    expect(await isFirstAccountLink(token, NOW)).toBe(false);
    expect(await signUp(token, { ...input, email: "ada@example.com" }, browser, NOW)).toMatchObject({ ok: false, reason: "link_dead" });
  });
});
