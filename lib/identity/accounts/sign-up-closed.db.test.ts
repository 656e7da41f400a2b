import { expect, test, vi } from "vitest";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { createAccount, requestSignUp } from "@/lib/identity/auth/actions";
import { NEW_FORM } from "@/lib/identity/auth/form-state";
import { requestLink } from "@/lib/identity/auth/mutations";
import { inPlatform } from "@/lib/infra/db";
import { deliverAccountMails } from "@/lib/notify/account-mails";
import { asBrowser, wayOut } from "@/lib/testing/request";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
// The environment is read once, by the first module that needs it.
vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
  process.env["SIGN_UP"] = "false";
});

test("with sign-up disabled, neither the form nor a link creates an account, and queued mails are not sent", async () => {
  await asBrowser(null);
  const form = new FormData();
  form.set("email", "ada@example.com");
  const leaves = async (call: Promise<unknown>) => wayOut(await call.catch((error: unknown) => error));
  expect(await leaves(requestSignUp(NEW_FORM, form))).toBe("not_found");
  expect(await leaves(createAccount("x".repeat(43), NEW_FORM, form))).toBe("not_found");
  await requestLink("sign_up", "ada@example.com", { address: "192.0.2.1", userAgent: null, locale: null }, new Date());
  expect(await deliverAccountMails(jobPlatformScope("account-mails"))).toBe(1);
  expect(await inPlatform(async (tx) => [await tx.capturedMail.count(), await tx.mailedLink.count()])).toEqual([0, 0]);
});
