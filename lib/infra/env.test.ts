import { afterEach, describe, expect, test, vi } from "vitest";

/** The error of a process that starts with these variables; null if it starts. */
async function environmentError(variables: Record<string, string>): Promise<string | null> {
  vi.resetModules();
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const { env } = await import("@/lib/infra/env");
  try {
    env();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

afterEach(() => vi.unstubAllEnvs());

const WHOLE = { OIDC_ISSUER: "https://login.example.com/realms/staff", OIDC_CLIENT_ID: "mooring", OIDC_CLIENT_SECRET: "secret" };

describe("OpenID Connect is configured completely or not at all, and the error names what is missing:", () => {
  test.each([
    ["all that is needed", WHOLE],
    ["nothing", {}],
    ["blanks", { OIDC_ISSUER: "", OIDC_CLIENT_ID: "" }],
    ["http on this machine", { ...WHOLE, OIDC_ISSUER: "http://127.0.0.1:4000" }],
    [
      "everything",
      { ...WHOLE, OIDC_LABEL: "Harbour", OIDC_STAFF_CLAIM: "roles", OIDC_STAFF_VALUES: "a,b", OIDC_EMAIL_DOMAINS: "A.example, b.example" },
    ],
  ])("accepts %s", async (_name, variables) => {
    expect(await environmentError(variables)).toBeNull();
  });

  test.each<[Record<string, string>, RegExp]>([
    [{ OIDC_ISSUER: WHOLE.OIDC_ISSUER }, /OIDC_CLIENT_ID: is not set, and OIDC_ISSUER needs it[\s\S]*OIDC_CLIENT_SECRET: is not set/],
    [{ OIDC_CLIENT_ID: "mooring" }, /OIDC_CLIENT_ID: is set, but OIDC_ISSUER is not/],
    [{ OIDC_TRUST_EMAIL: "true" }, /OIDC_TRUST_EMAIL: is set, but OIDC_ISSUER is not/],
    [{ OIDC_REQUIRED: "true" }, /OIDC_REQUIRED: is set, but OIDC_ISSUER is not/],
    [{ ...WHOLE, OIDC_ISSUER: "login.example.com" }, /OIDC_ISSUER: must be an address such as/],
    [{ ...WHOLE, OIDC_ISSUER: "http://login.example.com" }, /OIDC_ISSUER: must be an address such as/],
    [{ ...WHOLE, OIDC_ISSUER: "https://login.example.com?tenant=1" }, /OIDC_ISSUER: must be an address such as/],
    [{ ...WHOLE, OIDC_ISSUER: "http://127.evil.example" }, /OIDC_ISSUER: must be an address such as/],
    [{ ...WHOLE, OIDC_STAFF_CLAIM: "roles" }, /OIDC_STAFF_VALUES: is not set/],
    [{ ...WHOLE, OIDC_STAFF_VALUES: "support" }, /OIDC_STAFF_CLAIM: is not set/],
    [{ ...WHOLE, OIDC_EMAIL_DOMAINS: "@example.com" }, /OIDC_EMAIL_DOMAINS: must be names such as example.com; "@example.com" is not one/],
    [{ ...WHOLE, OIDC_LABEL: "x".repeat(41) }, /OIDC_LABEL: may have 40 characters/],
  ])("rejects %j", async (variables, sentence) => {
    expect(await environmentError(variables)).toMatch(sentence);
  });
});

describe("a session secret", () => {
  test.each([["a".repeat(31)], ["short"]])("is refused below 32 bytes: %s", async (secret) => {
    expect(await environmentError({ NEXTAUTH_SECRET: secret })).toMatch(/NEXTAUTH_SECRET: must have at least 32 bytes: .*openssl rand/);
  });
  test.each([["a".repeat(32)], ["é".repeat(16)]])("is accepted from 32 bytes on: %s", async (secret) => {
    expect(await environmentError({ NEXTAUTH_SECRET: secret })).toBeNull();
  });
});

describe("the database user of web and worker differs from that of migrations:", () => {
  const [run, own] = ["postgresql://run:a@localhost/mooring", "postgresql://own:b@localhost/mooring"];
  test.each<[Record<string, string>, RegExp | null]>([
    [{ DATABASE_URL: run, MIGRATE_DATABASE_URL: own }, null],
    [{ DATABASE_URL: run }, null],
    [{ DATABASE_URL: own, MIGRATE_DATABASE_URL: own }, /MIGRATE_DATABASE_URL: must log in as another user/],
    [{ MIGRATE_DATABASE_URL: "localhost" }, /MIGRATE_DATABASE_URL: must be an address such as postgresql:/],
  ])("%j", async (variables, sentence) => {
    const error = await environmentError(variables);
    if (sentence) expect(error).toMatch(sentence);
    else expect(error).toBeNull();
  });
});

test("a failed start lists every wrong or missing variable once, and no value", async () => {
  vi.resetModules();
  const wrong = {
    DATABASE_URL: "",
    DATABASE_POOL: "many",
    NEXTAUTH_URL: "mooring.example",
    CREDENTIALS_KEYS: "2026:c2hvcnQ=",
    TRUSTED_PROXIES: "10.0.0.0/99",
    METRICS_PORT: "0",
    OIDC_REQUIRED: "true",
  };
  for (const [name, value] of Object.entries({ ...wrong, NEXTAUTH_SECRET: "" })) vi.stubEnv(name, value);
  const printed: string[] = [];
  vi.spyOn(console, "error").mockImplementation((text: string) => void printed.push(text));
  vi.spyOn(process, "exit").mockImplementation(() => {
    throw new Error("ended");
  });
  const { checkEnvironment } = await import("@/lib/infra/env");
  expect(() => checkEnvironment("web")).toThrow("ended");
  vi.restoreAllMocks();
  const names = printed
    .join("\n")
    .match(/^ {2}[A-Z_]+(?=:)/gm)
    ?.map((name) => name.trim());
  expect(names?.toSorted()).toEqual([...Object.keys(wrong), "NEXTAUTH_SECRET"].sort());
  expect(printed.join("\n")).not.toContain("c2hvcnQ=");
});

describe("a demo", () => {
  const demo = { DEMO_FOLDER: "/tmp/demo", MAIL_CAPTURE: "true" };
  test.each([["http://127.0.0.1:3000"], ["http://localhost:3000"], ["http://[::1]:3000"]])("may run on %s", async (NEXTAUTH_URL) => {
    expect(await environmentError({ ...demo, NEXTAUTH_URL })).toBeNull();
  });
  test.each<[Record<string, string>]>([[{}], [{ DEMO_PUBLIC: "true" }], [{ DEMO_PUBLIC_CONFIRMED: "true" }]])(
    "refuses to start on a public URL with %j only",
    async (more) => {
      for (const NEXTAUTH_URL of ["https://demo.example", "http://192.0.2.1:3000", "http://127.evil.example"])
        expect(await environmentError({ ...demo, NEXTAUTH_URL, ...more })).toMatch(/NEXTAUTH_URL: must be on loopback in a demo/);
    },
  );
  test("may be public with two settings", async () => {
    const confirmed = { DEMO_PUBLIC: "true", DEMO_PUBLIC_CONFIRMED: "true" };
    expect(await environmentError({ ...demo, NEXTAUTH_URL: "https://demo.example", ...confirmed })).toBeNull();
  });
  test("alone may capture mail", async () => {
    expect(await environmentError({ MAIL_CAPTURE: "true" })).toMatch(/MAIL_CAPTURE: is for the demo alone/);
  });
  test("alone may show the guide, in the format that the demo writes", async () => {
    const spare = { url: "http://127.0.0.21:4610", consumerKey: "ck_1", consumerSecret: "cs_1" };
    const guide = JSON.stringify({ shopName: "Tea", shopUrl: "https://127.0.0.13:4602", panelUrl: "http://127.0.0.22:4611", spare });
    expect(await environmentError({ ...demo, DEMO_GUIDE: guide })).toBeNull();
    expect(await environmentError({ DEMO_GUIDE: guide, MAIL_CAPTURE: "", DEMO_FOLDER: "" })).toMatch(/DEMO_GUIDE: is for the demo alone/);
    expect(await environmentError({ ...demo, DEMO_GUIDE: "true" })).toMatch(/DEMO_GUIDE: /);
  });
});

describe("a connection to another host is encrypted and verified, or the process does not start:", () => {
  const local = [
    "postgresql://u:p@127.0.0.1:5432/m",
    "postgresql://u:p@localhost/m",
    "postgresql://u@[::1]/m",
    "postgresql:///m?host=/run/postgresql",
  ];
  const encrypted = ["require", "verify-ca", "verify-full"].map((mode) => `postgresql://u:p@db.example/m?sslmode=${mode}`);
  test.each([...local, ...encrypted])("accepts %s", async (DATABASE_URL) => {
    expect(await environmentError({ DATABASE_URL })).toBeNull();
  });
  const plain = ["", "?sslmode=disable", "?sslmode=prefer", "?sslmode=allow", "?sslmode=no-verify", "?host=db.example"].map(
    (query) => `postgresql://u:p@${query.startsWith("?host") ? "127.0.0.1" : "10.0.0.5"}/m${query}`,
  );
  test.each(plain)("rejects %s", async (DATABASE_URL) => {
    expect(await environmentError({ DATABASE_URL })).toMatch(/DATABASE_URL: leads to another host without TLS: add \?sslmode=verify-full/);
    expect(await environmentError({ DATABASE_URL, ALLOW_PLAIN_DATABASE: "true" })).toBeNull();
  });
  test.each(["smtp://mail.example?ignoreTLS=true", "smtps://mail.example?tls.rejectUnauthorized=false"])("rejects %s", async (SMTP_URL) => {
    expect(await environmentError({ SMTP_URL })).toMatch(/SMTP_URL: switches off TLS/);
    expect(await environmentError({ SMTP_URL, ALLOW_PLAIN_SMTP: "true" })).toBeNull();
  });
});
