import { NextRequest } from "next/server";
import { expect, test, vi } from "vitest";
import { answerAuth } from "@/lib/identity/auth/next-auth";
import { countOidcStep, OIDC_STEPS_PER_ADDRESS } from "@/lib/identity/auth/sign-in-limits";
import { callbackCookieName } from "@/lib/identity/auth/token";
import { asBrowser } from "@/lib/testing/request";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.hoisted(() => {
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
});

const request = (path: string) => new NextRequest(`http://mooring.test/api/auth/${path}`);

test("whoever goes to and fro too often is told to wait before the issuer is asked anything, and keeps the way they were on", async () => {
  const cookies = await asBrowser(null);
  for (let step = 0; step < OIDC_STEPS_PER_ADDRESS; step += 1) expect(await countOidcStep("192.0.2.7")).toBeNull();
  const locationOf = async (kept: string) => {
    cookies.set(callbackCookieName(), kept);
    const answer = await answerAuth(request("callback/oidc?code=x"), ["callback", "oidc"]);
    return [answer.status, answer.headers.get("location")];
  };
  expect(await locationOf("http://mooring.test/support/audit?action=x")).toEqual([
    303,
    "/sign-in?from=%2Fsupport%2Faudit%3Faction%3Dx&error=oidc_too_many",
  ]);
  for (const foreign of ["http://evil.example/support", "javascript:alert(1)", "no address"])
    expect(await locationOf(foreign)).toEqual([303, "/sign-in?error=oidc_too_many"]);
});

test("next-auth lets nobody write into our log", async () => {
  expect((await answerAuth(request("_log"), ["_log"])).status).toBe(404);
});
