import fs from "node:fs";
import path from "node:path";

// Finds in the sources which messages a page's components use in the browser. A message that the page does not send would show as its key.

const root = path.join(import.meta.dirname, "../..");
const MESSAGES = path.join(root, "lib/i18n/messages/en");

const files = ["app", "components", "lib"]
  .flatMap((part) => fs.readdirSync(path.join(root, part), { recursive: true, encoding: "utf8" }).map((file) => path.join(part, file)))
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.includes("prisma-client"));
const sources = new Map(files.map((file) => [file, fs.readFileSync(path.join(root, file), "utf8")]));
const sourceOf = (file: string): string => sources.get(file) ?? "";

const sectionsOf = new Map(
  fs
    .readdirSync(MESSAGES)
    .map((file) => [path.basename(file, ".json"), Object.keys(JSON.parse(fs.readFileSync(path.join(MESSAGES, file), "utf8")))]),
);

function* listImports(file: string): Generator<string> {
  const found = sourceOf(file).matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from "([^"]+)"|import\("([^"]+)"\)|^import "([^"]+)"/gms);
  for (const [, from, late, bare] of found) {
    const name = from ?? late ?? bare ?? "";
    const base = name.startsWith("@/") ? name.slice(2) : name.startsWith(".") ? path.join(path.dirname(file), name) : null;
    const known = base === null ? undefined : [base, `${base}.ts`, `${base}.tsx`].find((candidate) => sources.has(candidate));
    if (known) yield known;
  }
}

/** Files that run in the browser for these entry points. */
function listBrowserFiles(entries: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const inBrowser = new Set<string>();
  const walk = (file: string, above: boolean): void => {
    const source = sourceOf(file);
    const runsThere = above || source.startsWith('"use client"');
    if (source.startsWith('"use server"') || seen.has(`${runsThere} ${file}`)) return;
    seen.add(`${runsThere} ${file}`);
    if (runsThere) inBrowser.add(file);
    for (const imported of listImports(file)) walk(imported, runsThere);
  };
  for (const entry of entries) walk(entry, false);
  return inBrowser;
}

/** The page and the layouts around it. */
function listFrames(page: string): string[] {
  const frames = [page];
  for (let folder = path.dirname(page); ; folder = path.dirname(folder)) {
    const layout = path.join(folder, "layout.tsx");
    if (sources.has(layout)) frames.push(layout);
    if (folder === "app") return frames;
  }
}

export const listPages = (): string[] => files.filter((file) => /^app\/.*\bpage\.tsx$/.test(file));

/** The namespaces, or sections of them ("sync.runs"), that the page and its layouts send. */
export const listSent = (page: string): string[] =>
  listFrames(page)
    .flatMap((frame) => [frame, ...listImports(frame)])
    .flatMap((file) => [...sourceOf(file).matchAll(/<ClientMessages\s+namespaces=\{\[([^\]]*)\]\}|NestedNamespace\[\] = \[([^\]]*)\]/g)])
    .flatMap(([, here, named]) => [...(here ?? named ?? "").matchAll(/"([\w.]+)"/g)].map(([, name = ""]) => name));

/** Sections whose name occurs in one of the sources as a key, or as the beginning of one. */
const named = (namespace: string, texts: readonly string[]): string[] =>
  (sectionsOf.get(namespace) ?? []).filter((section) => texts.some((text) => new RegExp(`["'\`.]${section}(?:["'\`.]|\\$\\{)`).test(text)));

/** Calls of a translator: the key or its fixed prefix; null if the key comes from elsewhere, such as a code sent by the server. */
function* listKeys(text: string, translator: string): Generator<{ start: string; isWhole: boolean } | null> {
  const calls = text.matchAll(
    new RegExp(`\\b${translator}(?:\\.rich|\\.raw|\\.markup|\\.has)?\\(\\s*(?:"([\\w.]+)"|\`([\\w.]*)|([^)]*))`, "g"),
  );
  for (const [, whole, start, other = ""] of calls) {
    if (whole !== undefined || start) yield { start: whole ?? start ?? "", isWhole: whole !== undefined };
    // One of several literal keys.
    else if (/"[\w.]+"/.test(other)) for (const [, key = ""] of other.matchAll(/"([\w.]+)"/g)) yield { start: key, isWhole: true };
    else yield null;
  }
}

/** The sections used in the browser, as "sync.runs"; the whole namespace if keys depend on codes from the server. */
export function listAsked(page: string): Set<string> {
  const texts = [...listBrowserFiles(listFrames(page))].map(sourceOf);
  const asked = new Set<string>();
  for (const text of texts) {
    for (const [, name = "", place = ""] of text.matchAll(/(?:const (\w+) = )?useTranslations\((?:"([\w.]+)")?\)/g)) {
      const [namespace = "", section] = place.split(".");
      const all = sectionsOf.get(namespace) ?? [];
      // Ignores sections of another namespace, since a file may have two translators of one name.
      const ask = (...sections: string[]): void => {
        for (const one of sections) if (all.includes(one)) asked.add(`${namespace}.${one}`);
      };
      if (section !== undefined) {
        ask(section);
        continue;
      }
      for (const key of listKeys(text, name)) {
        if (key === null) ask(...all);
        else if (namespace === "") asked.add(key.start.split(".").slice(0, 2).join("."));
        else if (key.isWhole || key.start.includes(".")) ask(key.start.split(".")[0] ?? "");
        else ask(...all.filter((one) => one.startsWith(key.start)));
      }
      // The translator is passed on: the receiver uses keys of its own.
      if (new RegExp(`[(,] ?${name}[,)]`).test(text)) ask(...named(namespace, texts));
    }
  }
  return asked;
}
