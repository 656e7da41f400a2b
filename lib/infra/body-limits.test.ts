import { expect, test, vi } from "vitest";
import { acceptsBody } from "@/lib/infra/body-limits";

vi.hoisted(() => vi.stubEnv("SUPPORT_MAIL_SECRET", "only the mail server knows"));

const accepts = (path: string, bytes: number, authorization = ""): Promise<boolean> =>
  acceptsBody(new Request(`http://mooring.test${path}`, { method: "POST", body: Buffer.alloc(bytes), headers: { authorization } }), path);
const SERVER = "Bearer only the mail server knows";

test("a mail with a photo passes from the mail server alone; every other body is limited to the largest form", async () => {
  expect(await accepts("/api/support/mail", 8_000_000, SERVER)).toBe(true);
  expect(await accepts("/api/support/mail", 10_000_001, SERVER)).toBe(false);
  expect(await accepts("/api/support/mail", 4_000_000, "Bearer guessed")).toBe(false);
  expect(await accepts("/sign-in", 4_000_000, SERVER)).toBe(false);
  expect(await accepts("/sign-in", 3_000_000)).toBe(true);
  expect(await accepts("/api/auth/callback/credentials", 70_000, SERVER)).toBe(false);
});
