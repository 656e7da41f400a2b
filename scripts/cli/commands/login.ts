import fs from "node:fs";
import readline from "node:readline/promises";
import { Writable } from "node:stream";
import { text as readAll } from "node:stream/consumers";
import { answerOf } from "@/lib/api/client/client";
import { credentialsFile, readAddress, writeCredentials } from "@/scripts/cli/credentials";
import { EXIT, type ExitCode, Stop } from "@/scripts/cli/exit-codes";
import { connect, type GlobalOptions } from "@/scripts/cli/open-api";
import { say, sayJson } from "@/scripts/cli/output";

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Asks on the terminal; what is typed for a secret is not shown. */
async function ask(question: string, isSecret: boolean): Promise<string> {
  process.stderr.write(question);
  const reader = readline.createInterface({ input: process.stdin, output: isSecret ? nowhere() : process.stderr, terminal: true });
  reader.on("SIGINT", () => process.exit(130));
  const typed = await reader.question("");
  reader.close();
  if (isSecret) process.stderr.write("\n");
  return typed.trim();
}

export async function login(options: GlobalOptions): Promise<ExitCode> {
  const isTerminal = process.stdin.isTTY === true;
  const typed = options.url || process.env["MOORING_URL"] || (isTerminal ? await ask("Address of your Mooring: ", false) : "");
  if (!typed) throw new Stop(EXIT.usage, "Write the address: mooring login --url https://mooring.example", "url_missing");
  const url = readAddress(typed);
  const token = isTerminal ? await ask("Token (Settings → API tokens; it is not shown): ", true) : (await readAll(process.stdin)).trim();
  if (!/^\S+$/.test(token)) throw new Stop(EXIT.usage, "No token was given: type it, or pass it on standard input.", "token_missing");
  await answerOf(connect(url, token, options).GET("/integrations", { params: { query: { limit: 1 } } }));
  const file = credentialsFile();
  writeCredentials(file, { url, token });
  if (options.json) sayJson({ url, file });
  else say(`The token for ${url} works, and is stored in ${file}. Next: mooring status`);
  return EXIT.ok;
}

export async function logout(options: GlobalOptions): Promise<ExitCode> {
  const file = credentialsFile();
  const isStored = fs.existsSync(file);
  fs.rmSync(file, { force: true });
  if (options.json) sayJson({ file });
  else if (!isStored) say("No token is stored.");
  else say(`${file} is deleted. The token stays valid until it is revoked in Settings → API tokens.`);
  return EXIT.ok;
}
