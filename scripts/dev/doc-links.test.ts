import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { root } from "@/scripts/dev/typescript.mjs";

const list = (...patterns: string[]): string[] =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...patterns], { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter((file) => file !== "" && fs.existsSync(path.join(root, file)));
const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");

const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
const anchorsOf = (file: string): string[] => [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));

test("every link in a document leads to a file of the project, and to a heading if it names one", () => {
  const broken = list("*.md").flatMap((file) =>
    [...read(file).matchAll(/\]\((?![a-z]+:)([^)\s#]*)(?:#([^)\s]+))?\)/g)].flatMap(([link, target = "", anchor]) => {
      const found = target === "" ? file : path.posix.join(path.posix.dirname(file), target);
      if (!fs.existsSync(path.join(root, found))) return [`${file}: ${link}`];
      return anchor !== undefined && !anchorsOf(found).includes(anchor) ? [`${file}: ${link}`] : [];
    }),
  );
  expect(broken).toEqual([]);
});

test("every document that a comment or a message names exists", () => {
  const named = list("*.ts", "*.tsx", "*.mjs", "*.cjs", "*.yml", "*.yaml", "prisma/schema.prisma").flatMap((file) =>
    [...read(file).matchAll(/(?<![\w/.-])docs\/[\w/-]+\.(?:md|json)/g)].map(([document]) => ({ file, document })),
  );
  expect(named.filter(({ document }) => !fs.existsSync(path.join(root, document)))).toEqual([]);
});

test("lib/README.md names every folder of a domain", () => {
  const guide = read("lib/README.md");
  const folders = new Set(list("lib").flatMap((file) => /^lib\/[^/]+\/([^/]+)\//.exec(file)?.[1] ?? []));
  const isNamed = (folder: string) => guide.includes(`\`${folder}\``) || guide.includes(`/${folder}\``) || guide.includes(`\`${folder}/`);
  const shopSystems: readonly string[] = SHOP_SYSTEMS;
  expect([...folders].filter((folder) => !isNamed(folder) && !shopSystems.includes(folder))).toEqual([]);
});
