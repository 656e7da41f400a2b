import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCommandLine, startAnswers } from "@/scripts/cli/command-line.fixture";
import { EXIT_MEANINGS } from "@/scripts/cli/exit-codes";
import { root } from "@/scripts/dev/typescript.mjs";

let commandLine: Awaited<ReturnType<typeof buildCommandLine>>;
beforeAll(async () => {
  commandLine = await buildCommandLine();
});
afterAll(() => commandLine.remove());

const at = (url: string, ...args: string[]) => commandLine.run(args, { MOORING_URL: url, MOORING_TOKEN: "mooring_t" });
const later = { status: 429, headers: { "retry-after": "0", "content-type": "application/problem+json" } };
const empty = { status: 200, body: JSON.stringify({ data: [], nextCursor: null }) };

describe.concurrent("the command line", () => {
  it("help and docs list every exit code, and every command has its own help", async () => {
    const { exit, out } = await commandLine.run(["--help"]);
    expect(exit).toBe(0);
    for (const [code, meaning] of EXIT_MEANINGS) expect(out).toContain(`${code}`.padEnd(4) + meaning);
    const page = fs.readFileSync(path.join(root, "docs/command-line.md"), "utf8");
    for (const [code, meaning] of EXIT_MEANINGS) expect(page.replaceAll("`", "")).toContain(`| ${code} | ${meaning} |`);
    const commands = [...out.matchAll(/^ {2}([a-z]+) /gm)].flatMap(([, name = ""]) => (name === "help" ? [] : [name]));
    expect(commands).toContain("refresh");
    const helps = await Promise.all(commands.map((name) => commandLine.run(["help", name])));
    for (const help of helps) expect(help).toMatchObject({ exit: 0, out: expect.stringContaining("Usage: mooring ") });
  });

  it.each([
    [["refersh"]],
    [["refresh"]],
    [["shops", "--colour"]],
    [["maintenance", "start", "x"]],
    [["maintenance", "start", "x", "--until", "soon"]],
    [["addresses", "--format", "iis"]],
  ])("%j is not understood, and says what is", async (args) => {
    const { exit, out, err } = await commandLine.run(args);
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err).toContain("mooring --help");
  });

  it.each([[["refersh"]], [["shops", "--colour"]], [["maintenance", "start", "x"]], [["report", "create", "x", "--remind"]]])(
    "%j is refused as JSON for programs",
    async (args) => {
      const { exit, out, err } = await commandLine.run([...args, "--json"]);
      expect({ exit, out }).toEqual({ exit: 2, out: "" });
      expect(JSON.parse(err)).toEqual({ error: { code: expect.any(String), message: expect.not.stringMatching(/^error|^$/) } });
    },
  );

  it("writes nothing but the result for programs, also while it waits", async () => {
    const api = await startAnswers([later, empty]);
    expect(await at(api.url, "shops", "--json")).toMatchObject({ exit: 0, out: "[]\n", err: "" });
    api.close();
  });

  it("status calls no shop healthy where it sees none", async () => {
    const api = await startAnswers([empty]);
    const { exit, out, err } = await at(api.url, "status");
    expect({ exit, out, err }).toEqual({ exit: 0, out: "", err: "This token sees no shop.\n" });
    api.close();
  });

  it("every command of the documents is understood", async () => {
    // Everything that gets as far as a call is refused with 401.
    const api = await startAnswers([{ status: 401, body: JSON.stringify({ title: "", detail: "", code: "token_unknown", status: 401 }) }]);
    const texts = ["docs/command-line.md", "docs/recipes.md"].map((page) => fs.readFileSync(path.join(root, page), "utf8"));
    const blocks = texts.flatMap((text) => [...text.matchAll(/^```\w*\n(.*?)^```/gms)].map(([, block = ""]) => block));
    const commands = new Set(
      blocks.flatMap((block) =>
        [...block.matchAll(/mooring ((?:"[^"\n]*"|[^\s|>'"#;]+)(?: (?:"[^"\n]*"|[^\s|>'"#;]+))*)/g)].map(([, words = ""]) => words),
      ),
    );
    expect(commands.size).toBeGreaterThan(12);
    const env = { MOORING_URL: api.url, MOORING_TOKEN: "mooring_t" };
    for (const words of commands) {
      const args = words
        .replaceAll(/https:\/\/mooring\.example/g, api.url)
        .split(" ")
        .map((word) => word.replaceAll('"', ""));
      const { exit, err } = await commandLine.run(args, env, "mooring_t");
      expect([words, exit, err]).toEqual([words, args[0] === "--help" ? 0 : 3, expect.anything()]);
    }
    api.close();
  });

  it("without an address or a token, it says how to log in", async () => {
    expect(await commandLine.run(["shops"])).toMatchObject({ exit: 2, err: expect.stringContaining("mooring login") });
    const noToken = await commandLine.run(["shops", "--json"], { MOORING_URL: "https://mooring.example" });
    expect(JSON.parse(noToken.err)).toMatchObject({ error: { code: "token_missing" } });
  });

  it.each(["http://mooring.example", "mooring.example", "ftp://mooring.example"])("a token is not sent to %s", async (url) => {
    expect(await at(url, "shops")).toMatchObject({ exit: 2, err: expect.stringContaining("https://") });
  });

  it("is refused for now: waits as asked, says so, and goes on", async () => {
    const api = await startAnswers([later, { status: 503, headers: { "retry-after": "0" } }, empty]);
    const ended = await at(api.url, "shops");
    expect(ended.err).toBe("Mooring asks to wait 0 s …\nMooring does not answer; trying again in 0 s …\nThis token sees no shop.\n");
    api.close();
  });

  it("gives up after a few tries, with the id of the error", async () => {
    const failed = { title: "Mooring failed.", detail: "Try again.", code: "internal_error", status: 500, errorId: "abc" };
    const api = await startAnswers([{ status: 500, headers: { "retry-after": "0" }, body: JSON.stringify(failed) }]);
    expect(await at(api.url, "shops")).toMatchObject({ exit: 4, err: expect.stringContaining("error id: abc") });
    api.close();
    expect(await at(api.url, "shops")).toMatchObject({ exit: 4, err: expect.stringContaining("ECONNREFUSED") });
  });

  it("says so if something else than Mooring answers", async () => {
    const api = await startAnswers([{ status: 200, headers: { "content-type": "text/html" }, body: "<html>" }]);
    expect(await at(api.url, "shops")).toMatchObject({ exit: 4, err: expect.stringContaining("not as the API does") });
    api.close();
  });

  it("names of shops cannot write to the terminal", async () => {
    const shop = { id: "1", name: "Evil \u001b]0;title\u0007\u001b[31m\u202eshop", url: "https://a.example", shopSystem: "woocommerce" };
    const story = { state: "healthy", headline: "Fine\r\nRoot: done" };
    const api = await startAnswers([{ status: 200, body: JSON.stringify({ data: [{ ...shop, story, lanes: {} }], nextCursor: null }) }]);
    const { out } = await at(api.url, "shops");
    expect(out.replaceAll("\n", "")).not.toMatch(/\p{Cc}|\p{Cf}/u);
    expect(out.split("\n")).toHaveLength(3);
    api.close();
  });
});
