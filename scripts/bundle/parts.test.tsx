import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import * as icons from "lucide-react";
import { type ComponentType, createElement, type ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { PARTS, pathOfPart } from "@/scripts/bundle/parts";

const require = createRequire(import.meta.url);
const root = path.join(import.meta.dirname, "../..");
const next = path.join(root, "node_modules/next/dist");

/** Names that Next's code for the browser reads of one of its files. */
function namesRead(file: string): Set<string> {
  const names = new Set<string>();
  const sources = ["client/components", "client/react-client-callbacks"]
    .flatMap((folder) =>
      fs.readdirSync(path.join(next, folder), { recursive: true, encoding: "utf8" }).map((name) => path.join(folder, name)),
    )
    .concat(["client/app-index.js", "client/app-bootstrap.js", "client/route-params.js", "client/flight-data-helpers.js"])
    .filter((name) => name.endsWith(".js") && !name.includes("/dev/") && !name.startsWith("client/components/links"));
  for (const source of sources) {
    const text = fs.readFileSync(path.join(next, source), "utf8");
    for (const [, variable = "", name = ""] of text.matchAll(/const (_\w+) = (?:\/\*#__PURE__\*\/ )?(?:\w+\._\()?require\("([^"]+)"\)/g)) {
      if (!name.startsWith(".") || `${path.join(next, path.dirname(source), name)}.js` !== path.join(root, "node_modules", file)) continue;
      for (const [, read = ""] of text.matchAll(new RegExp(`\\b${variable}\\.(\\w+)`, "g"))) names.add(read);
    }
  }
  return names;
}

test.each(PARTS)("$part stands in for a file that is there", ({ file, part }) => {
  expect(fs.existsSync(path.join(root, "node_modules", file))).toBe(true);
  expect(fs.existsSync(pathOfPart(part))).toBe(true);
});

const parts = PARTS.filter(({ file }) => file.startsWith("next/") && !file.includes("/polyfills/"));

test.each(parts)("$part gives every name that Next's code for the browser reads", ({ file, part }) => {
  const read = [...namesRead(file)];
  expect(read.length).toBeGreaterThan(0);
  const text = fs.readFileSync(pathOfPart(part), "utf8");
  expect(read.filter((name) => !text.includes(`exports.${name} =`))).toEqual([]);
});

test("the parts say what Next says", () => {
  const constants = require("next/dist/lib/constants.js");
  expect(require(pathOfPart("next-constants.cjs"))).toEqual({
    NEXT_NAV_DEPLOYMENT_ID_HEADER: constants.NEXT_NAV_DEPLOYMENT_ID_HEADER,
  });
  const theirs = require("next/dist/shared/lib/router/utils/interception-routes.js");
  const ours = require(pathOfPart("next-interception-routes.cjs"));
  expect(ours.INTERCEPTION_ROUTE_MARKERS).toEqual(theirs.INTERCEPTION_ROUTE_MARKERS);
  for (const name of ["/m/a/orders", "/m/(.)a", "/m/(..)(..)a/b", "/(overview)/m", "/a/(...)b"]) {
    expect(ours.isInterceptionRouteAppPath(name)).toBe(theirs.isInterceptionRouteAppPath(name));
  }
});

describe("the part that fetches", () => {
  const { fetch: fetchPage } = require(pathOfPart("next-fetch.cjs"));
  const page = new EventTarget();
  const told: string[] = [];
  beforeEach(() => {
    told.length = 0;
    vi.stubGlobal("dispatchEvent", (event: Event) => {
      told.push(event.type);
      return page.dispatchEvent(event);
    });
    vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("lets a page wait for the network, tells that it waits, and that it comes", async () => {
    let online = false;
    const answer = new Response("the page");
    vi.stubGlobal("fetch", async () => {
      if (online) return answer;
      throw new TypeError("no network");
    });
    page.addEventListener("page-waits", () => {
      online = true;
      queueMicrotask(() => queueMicrotask(() => page.dispatchEvent(new Event("online"))));
    });
    expect(await fetchPage("/orders", { headers: { rsc: "1" } })).toBe(answer);
    expect(told).toEqual(["page-waits", "page-comes"]);
  });

  test.each([
    ["what is pressed", { method: "POST", headers: {} }],
    ["what is fetched ahead", { headers: { "next-router-prefetch": "1" } }],
    ["what was taken back", { headers: {}, signal: AbortSignal.abort() }],
  ])("sends %s once", async (_what, init) => {
    let sent = 0;
    vi.stubGlobal("fetch", async () => {
      sent += 1;
      throw new TypeError("no network");
    });
    await expect(fetchPage("/orders", init)).rejects.toThrow("no network");
    expect([sent, told]).toEqual([1, []]);
  });
});

const files = ["app", "components", "lib"].flatMap((folder) =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .map((file) => path.join(root, folder, file))
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file) && !file.includes("prisma-client")),
);
const sources = files.map((file) => fs.readFileSync(file, "utf8"));

test("nothing uses what the parts leave out: links, forms and scripts of Next, and rewrites", () => {
  expect(files.filter((_, index) => /from "next\/(link|form|script)"/.test(sources[index] ?? ""))).toEqual([]);
  expect(fs.readFileSync(path.join(root, "next.config.mjs"), "utf8")).not.toMatch(/\brewrites\b\s*[:(]/);
});

/** Without the classes by which lucide-react names its icons, which no style of ours asks for, and in one order of attributes. */
const drawn = (icon: ReactElement): string =>
  renderToStaticMarkup(icon)
    .replace(/\blucide(-[\w-]+)? ?/g, "")
    .replace(/ class="([^"]*)"/, "")
    .concat(
      / class="([^"]*)"/
        .exec(renderToStaticMarkup(icon))?.[1]
        ?.replace(/\blucide(-[\w-]+)? ?/g, "")
        .trim() ?? "",
    );

test("every icon of the pages is drawn as lucide-react draws it", async () => {
  const { default: createIcon } = await import(pathOfPart("create-lucide-icon.mjs"));
  const used = new Set(
    sources.flatMap((text) =>
      [...text.matchAll(/import \{([^}]+)\} from "lucide-react"/g)].flatMap(([, names = ""]) =>
        names
          .split(",")
          .map((name) => name.trim().split(" as ")[0] ?? "")
          .filter((name) => name !== "" && !name.startsWith("type ")),
      ),
    ),
  );
  expect(used.size).toBeGreaterThan(20);
  const given: Record<string, string>[] = [{}, { className: "size-4" }, { "aria-hidden": "true" }, { role: "img", "aria-label": "x" }];
  for (const name of used) {
    const Theirs = (icons as unknown as Record<string, ComponentType<Record<string, string>>>)[name] as ComponentType<
      Record<string, string>
    >;
    const file = fs
      .readdirSync(path.join(root, "node_modules/lucide-react/dist/esm/icons"))
      .find((one) => one === `${name.replace(/([a-z])([A-Z0-9])/g, "$1-$2").toLowerCase()}.mjs`);
    if (!file) throw new Error(`No file of the icon ${name}.`);
    const { __iconData: data } = await import(await realFile(file));
    const Ours = createIcon(data);
    for (const props of given) expect(drawn(createElement(Ours, props))).toBe(drawn(createElement(Theirs, props)));
  }
});

/** An old name only hands on the new one. */
async function realFile(file: string): Promise<string> {
  const folder = path.join(root, "node_modules/lucide-react/dist/esm/icons");
  const text = fs.readFileSync(path.join(folder, file), "utf8");
  const [, other] = /export \{ default \} from '\.\/([^']+)'/.exec(text) ?? [];
  return path.join(folder, other ?? file);
}

test("icons lose their names and the keys of their lines, and nothing else", async () => {
  const leanIcon = require("./lean-icon.cjs");
  const file = path.join(root, "node_modules/lucide-react/dist/esm/icons/external-link.mjs");
  const text = fs.readFileSync(file, "utf8");
  const lean: string = leanIcon(text);
  expect(text).toMatch(/key: "/);
  expect(lean).not.toMatch(/key: "|name: "|size: /);
  expect(lean).toContain('["path", { d: "M15 3h6v6" }]');
  expect(lean).toContain("createLucideIcon(__iconData)");
});

test("icons are given nothing that only lucide-react's own component understands", () => {
  const names = [
    ...sources.join("\n").matchAll(/<([A-Z]\w+)\s[^>]*\b(strokeWidth|absoluteStrokeWidth|nonScalingStroke|color|size)=\{?["{]?\d/g),
  ].map(([, name = ""]) => name);
  expect(names.filter((name) => name in icons)).toEqual([]);
});
