import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { expect, test } from "@/e2e/support/test";
import { root } from "@/scripts/dev/typescript.mjs";

// Every route of app/, requested over raw sockets: browsers and fetch would normalize the path.

const UNKNOWN = "01930000-0000-7000-8000-00000000dead";
const routes = fs
  .readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" })
  .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
  .map(
    (file) =>
      `/${path.dirname(file)}`
        .replace(/^\/\.$/, "/")
        .replace(/\/\([^)]+\)/g, "")
        .replace(/\[+(\.\.\.)?[^\]]+\]+/g, UNKNOWN) || "/",
  );

/** Spellings of a path that lead to the same page or to none, most common first. */
const written = (route: string): string[] => [
  route,
  `/_next/..${route}`,
  `${route}?_rsc=1`,
  `/_next/static/../..${route}`,
  `/_next/%2e%2e${route}`,
  `/x/.${route}/../../..${route}`,
  `/${route}`,
  `${route === "/" ? "" : route}/`,
  route.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  `${route}%2f`,
  `${route}/%ff`,
  `${route}/%`,
];

/** One route of each depth in every spelling, since path handling depends on nothing else; the others in the most common ones. */
const asked = routes.flatMap((route, index) => {
  const depth = (one: string): number => one.split("/").length;
  const isFirst = routes.findIndex((other) => depth(other) === depth(route)) === index;
  return written(route).slice(0, isFirst ? undefined : 3);
});

interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

async function askRaw(url: string, target: string, cookie: string): Promise<Answer> {
  const { hostname, port, host } = new URL(url);
  const socket = net.connect(Number(port), hostname);
  socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) {
    chunks.push(chunk as Buffer);
    // Event streams never end.
    if (chunks.length === 1 && /content-type: text\/event-stream/i.test(chunk.toString())) break;
  }
  const [head = "", ...body] = Buffer.concat(chunks).toString().split("\r\n\r\n");
  const [statusLine = "", ...lines] = head.split("\r\n");
  const pairs = lines.map((line): [string, string] => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
  return { status: Number(statusLine.split(" ")[1]), headers: new Headers(pairs), body: body.join("\r\n\r\n") };
}

for (const who of ["an outsider", "support"] as const) {
  test(`every document that ${who} gets carries the CSP, its nonce and the other security headers, however its path is written`, async ({
    baseURL,
    sessionOf,
  }) => {
    test.setTimeout(300_000);
    expect(routes.length).toBeGreaterThan(60);
    const cookies = who === "support" ? (await sessionOf("support")).cookies : [];
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    let documents = 0;
    for (const target of new Set(who === "support" ? routes.flatMap((route) => written(route).slice(0, 2)) : asked)) {
      const { status, headers, body } = await askRaw(baseURL ?? "", target, cookie);
      expect(status, target).toBeGreaterThan(199);
      if (status !== 500) expect(status, target).toBeLessThan(500);
      // Next itself refuses paths that it cannot decode (400, 500) and redirects repeated slashes (308), before the proxy runs.
      if (![308, 400, 500].includes(status))
        expect(headers.get("content-security-policy") ?? "", target).toContain("frame-ancestors 'none'");
      // Scripts of other sites may read published files alone.
      if (headers.has("access-control-allow-origin")) expect(target).toMatch(/\.(atom|json|txt)|\/api\/v1\/addresses/);
      if (!/^text\/html/.test(headers.get("content-type") ?? "")) continue;
      documents += 1;
      const policy = headers.get("content-security-policy") ?? "";
      for (const rule of ["default-src 'self'", "'strict-dynamic'", "frame-ancestors 'none'"]) expect(policy, target).toContain(rule);
      expect(policy, target).not.toContain("unsafe-eval");
      // No other host, and no wildcard that would allow one.
      expect(policy, target).not.toMatch(/https?:|\*/);
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
      const scripts = [...body.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
      expect(
        scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`)),
        target,
      ).toEqual([]);
      expect(headers.get("x-content-type-options"), target).toBe("nosniff");
      expect(headers.get("x-frame-options"), target).toBe("DENY");
      expect(headers.get("referrer-policy"), target).toBeTruthy();
      expect(headers.get("cache-control"), target).toContain("no-store");
    }
    expect(documents).toBeGreaterThan(20);
  });
}

test("no file of the project, its version control or its environment is served", async ({ baseURL }) => {
  const files = [".env", ".git/config", ".git/HEAD", "package.json", "package-lock.json", "next.config.mjs", "server.js", ".next/BUILD_ID"];
  const inside = [
    "prisma/schema.prisma",
    "lib/infra/env.ts",
    "node_modules/next/package.json",
    "_next/static/../../package.json",
    ".data/start",
  ];
  for (const file of [...files, ...inside])
    for (const way of [`/${file}`, `/${file}/`, `//${file}`, `/_next/%2e%2e/${file}`]) {
      const { status, body } = await askRaw(baseURL ?? "", way, "");
      expect([307, 308, 400, 404], way).toContain(status);
      expect(body, way).not.toMatch(/"dependencies"|\[core\]|refs\/heads|datasource db|DATABASE_URL/);
    }
});

test("sign-in returns to the requested path without Next's own parameters", async ({ baseURL }) => {
  const page = `/m/${UNKNOWN}/orders`;
  for (const target of [
    `${page}?q=5`,
    `/_next/..${page}?q=5`,
    `/_next/static/%2e%2e/..${page}?q=5`,
    `${page}?_rsc=1a2b&q=5`,
    `${page}?q=5&_rsc=1a2b`,
  ]) {
    const { status, headers } = await askRaw(baseURL ?? "", target, "");
    expect(status, target).toBe(307);
    expect(headers.get("location"), target).toBe(`/sign-in?from=${encodeURIComponent(`${page}?q=5`)}`);
  }
});
