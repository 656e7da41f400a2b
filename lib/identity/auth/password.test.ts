import { describe, expect, test } from "vitest";
import { checkStrength } from "@/lib/identity/auth/password";

const isRefused = async (password: string): Promise<boolean> =>
  !(await checkStrength(password, ["vera.jansen@noordzee.example", "Vera Jansen", "Noordzee Handel"])).ok;

describe("a new password is refused", () => {
  test.each([
    "passwordpassword",
    "Password1234!",
    "qwertyuiop123456",
    "iloveyou1234",
    "111111111111",
    "Summer2026!!",
    "Welkom01Welkom",
    "abcdefghijkl",
    "1q2w3e4r5t6y",
    "p@ssw0rdp@ssw0rd",
  ])("if it is common or leaked: %s", async (password) => {
    expect(await isRefused(password)).toBe(true);
  });

  test.each(["verajansen12", "noordzeehandel", "Vera-Jansen-1!", "mooring12345", "noordzee.example"])(
    "if it consists of the user's own data: %s",
    async (password) => {
      expect(await isRefused(password)).toBe(true);
    },
  );

  test("unless it is random or a few unrelated words", async () => {
    for (const password of ["quiet water 1953", "another horse battery", "kT9#vq2LmX8!", "grüne Laterne am Deich"])
      expect(await isRefused(password), password).toBe(false);
  });
});
