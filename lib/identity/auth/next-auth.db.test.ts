import { NextRequest } from "next/server";
import { expect, test, vi } from "vitest";
import { answerAuth } from "@/lib/identity/auth/next-auth";
import { countOidcStep } from "@/lib/identity/auth/sign-in-limits";
import { callbackCookieName } from "@/lib/identity/auth/token";
import { asBrowser } from "@/lib/testing/request";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.hoisted(() => {
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
});

const request = (path: string, init: { method?: string; body?: URLSearchParams } = {}) =>
  new NextRequest(`http://mooring.test/api/auth/${path}`, init);

async function exhaustOidcSteps(): Promise<void> {
  while ((await countOidcStep("192.0.2.7")) === null);
}

test("a client over the limit is sent back to the sign-in page before the issuer is contacted, and keeps its return path", async () => {
  const cookies = await asBrowser(null);
  await exhaustOidcSteps();
  const locationOf = async (callbackUrl: string) => {
    cookies.set(callbackCookieName(), callbackUrl);
    const answer = await answerAuth(request("callback/oidc?code=x"), ["callback", "oidc"]);
    return [answer.status, answer.headers.get("location")];
  };
  expect(await locationOf("http://mooring.test/support/audit?action=x")).toEqual([
    303,
    "/sign-in?from=%2Fsupport%2Faudit%3Faction%3Dx&error=oidc_too_many",
  ]);
  for (const foreign of ["http://evil.example/support", "javascript:alert(1)", "//evil.example"])
    expect(await locationOf(foreign)).toEqual([303, "/sign-in?error=oidc_too_many"]);
});

test("next-auth's client, which posts the form of the sign-in page, gets the URL to go to as JSON", async () => {
  await asBrowser(null);
  await exhaustOidcSteps();
  const begin = async (callbackUrl: string) => {
    const body = new URLSearchParams({ callbackUrl, csrfToken: "x", json: "true" });
    return (await answerAuth(request("signin/oidc", { method: "POST", body }), ["signin", "oidc"])).json();
  };
  expect(await begin("/support/audit")).toEqual({ url: "/sign-in?from=%2Fsupport%2Faudit&error=oidc_too_many" });
  expect(await begin("http://evil.example/support")).toEqual({ url: "/sign-in?error=oidc_too_many" });
});

test("next-auth's log route is closed", async () => {
  expect((await answerAuth(request("_log"), ["_log"])).status).toBe(404);
});
