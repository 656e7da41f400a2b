import { expect, test } from "vitest";
import { readClaims } from "@/lib/identity/auth/oidc-claims";
import type { OidcSettings } from "@/lib/identity/auth/oidc-settings";

const settings: OidcSettings = {
  issuer: "https://login.example.com",
  clientId: "mooring",
  clientSecret: "secret",
  label: "Harbour",
  staff: null,
  emailDomains: [],
  trustsEmail: false,
};
const claims = { iss: settings.issuer, sub: "1", email: "Ines@Example.com", email_verified: true };
const roleIn = (claim: string, more: object) => {
  const read = readClaims({ ...claims, ...more }, { ...settings, staff: { claim, values: ["support"] } });
  return read.ok ? read.value.role : read.reason;
};

test("an address is normalized to lower case, and replaces a missing or too long name", () => {
  for (const name of [undefined, "", 7, "x".repeat(200)])
    expect(readClaims({ ...claims, name }, settings)).toMatchObject({
      ok: true,
      value: { email: "ines@example.com", name: "ines@example.com" },
    });
});

test.each([
  ["roles", { roles: ["support"] }, "granted"],
  ["roles", { roles: "support" }, "granted"],
  ["realm_access.roles", { realm_access: { roles: ["other", "support"] } }, "granted"],
  ["https://mooring.example/roles", { "https://mooring.example/roles": ["support"] }, "granted"],
  ["roles", { roles: ["support-guests"] }, "withheld"],
  ["roles", { roles: "no support" }, "withheld"],
  ["roles", { roles: [["support"]] }, "withheld"],
  ["roles", {}, "withheld"],
  ["constructor.name", {}, "withheld"],
])("a claim %s with the value %j is %s", (claim, more, role) => {
  expect(roleIn(claim, more)).toBe(role);
});

test("claims of another issuer or without a subject are rejected", () => {
  for (const wrong of [{ iss: "https://login.example.com/" }, { iss: undefined }, { sub: "" }, { sub: undefined }])
    expect(readClaims({ ...claims, ...wrong }, settings)).toEqual({ ok: false, reason: "oidc_settings" });
});

test("an address counts as verified only if the issuer's claim says so", () => {
  for (const email_verified of [true, "true"]) expect(readClaims({ ...claims, email_verified }, settings).ok).toBe(true);
  for (const email_verified of [false, "false", 1, "yes", null, undefined])
    expect(readClaims({ ...claims, email_verified }, settings)).toEqual({ ok: false, reason: "oidc_email_unverified" });
});

test.each<[string[], string | null]>([
  [["support"], null],
  [["desk"], "agent"],
  [["desk", "admins"], "operator"],
  [["desk", "support"], "agent"],
])("the values %j grant the highest role configured for them: %s", (roles, staffRole) => {
  const staff = { claim: "roles", values: ["support", "desk=agent", "admins=operator", "x=unknown"] };
  const read = readClaims({ ...claims, roles }, { ...settings, staff });
  expect(read).toMatchObject({ ok: true, value: { role: "granted", staffRole } });
});
