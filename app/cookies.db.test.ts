import { NextRequest } from "next/server";
import { afterAll, expect, test, vi } from "vitest";
import { chooseLocale, chooseSingleKeys, chooseTheme } from "@/lib/identity/accounts/profile-actions";
import { authOptions } from "@/lib/identity/auth/options";
import { deleteSessionCookie, setPendingCookie, setSessionCookie } from "@/lib/identity/auth/request";
import { oidcBrowser } from "@/lib/testing/oidc-browser";
import { startOidcIssuer } from "@/lib/testing/oidc-issuer";
import { asBrowser } from "@/lib/testing/request";
import { proxy } from "@/proxy";

interface SetCookie {
  name: string;
  httpOnly?: boolean | undefined;
  sameSite?: unknown;
  secure?: boolean | undefined;
  path?: string | undefined;
  domain?: string | undefined;
}

const set = vi.hoisted(() => [] as SetCookie[]);
vi.mock("server-only", () => ({}));
vi.mock("next/headers", async () => {
  const { nextHeaders } = await import("@/lib/testing/request");
  return {
    ...nextHeaders,
    cookies: async () => {
      const jar = await nextHeaders.cookies();
      return {
        ...jar,
        set(name: string, value: string, options: object = {}) {
          set.push({ ...options, name });
          jar.set(name, value);
        },
        delete(cookie: string | SetCookie) {
          if (typeof cookie !== "string") set.push(cookie);
          jar.delete(cookie);
        },
      };
    },
  };
});
vi.hoisted(() => {
  process.env["NEXTAUTH_URL"] = "https://mooring.test";
  process.env["LOG_LEVEL"] = "silent";
});

const issuer = await startOidcIssuer("https://mooring.test/api/auth/callback/oidc");
afterAll(() => issuer.close());

/** Reads a Set-Cookie line of next-auth. */
function parse(line: string): SetCookie {
  const [pair = "", ...attributes] = line.split(/;\s*/);
  const value = (name: string) => attributes.find((one) => one.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const has = (name: string) => attributes.some((one) => one.toLowerCase() === name);
  const [name = ""] = pair.split("=");
  const domain = value("domain");
  return {
    name,
    httpOnly: has("httponly"),
    secure: has("secure"),
    sameSite: value("samesite")?.toLowerCase(),
    path: value("path") ?? "",
    ...(domain === undefined ? {} : { domain }),
  };
}

test("on https every cookie is Secure, HttpOnly, SameSite=Lax and of this host alone; those of a sign-in have a prefix that browsers enforce", async () => {
  await asBrowser(null, "https://mooring.test");
  await setSessionCookie({ sessionId: "00000000-0000-4000-8000-000000000000", browserSecret: "secret" } as never);
  await setPendingCookie({ personId: "00000000-0000-4000-8000-000000000000", passwordMark: "mark" });
  await deleteSessionCookie();
  await chooseLocale("de");
  await chooseTheme("dark");
  await chooseSingleKeys("off");
  const page = new NextRequest("https://mooring.test/m/00000000-0000-4000-8000-000000000000", { headers: { host: "mooring.test" } });
  set.push(...(await proxy(page)).cookies.getAll().map(({ value: _, ...cookie }) => cookie));
  const { url, clientId, clientSecret } = issuer;
  const oidc = { issuer: url, clientId, clientSecret, label: "Harbour", staff: null, emailDomains: [], trustsEmail: true };
  const browser = oidcBrowser(() => authOptions(oidc));
  issuer.accounts.set("one", { email: "one@harbour.example", email_verified: true, name: "One" });
  await browser.signIn("one");
  set.push(...browser.received.map(parse));

  const names = new Set(set.map(({ name }) => name.replace(/\.\d+$/, "")));
  expect([...names].toSorted()).toEqual([
    "__Host-mooring.browser",
    "__Host-mooring.sign-in",
    "__Host-next-auth.callback-url",
    "__Host-next-auth.csrf-token",
    "__Host-next-auth.session-token",
    "__Secure-next-auth.nonce",
    "__Secure-next-auth.pkce.code_verifier",
    "__Secure-next-auth.state",
    "mooring-locale",
    "mooring-merchant",
    "mooring-single-keys",
    "mooring-theme",
  ]);
  for (const cookie of set) {
    expect(cookie, cookie.name).toMatchObject({ httpOnly: true, secure: true, sameSite: "lax", path: "/" });
    expect(cookie.domain, cookie.name).toBeUndefined();
  }
});
