import fs from "node:fs";
import { text as readAll } from "node:stream/consumers";
import { answerOf } from "@/lib/api/client/client";
import { ask } from "@/scripts/cli/ask";
import { credentialsFile, readAddress, writeCredentials } from "@/scripts/cli/credentials";
import { EXIT, type ExitCode, Stop } from "@/scripts/cli/exit-codes";
import { connect, type GlobalOptions } from "@/scripts/cli/open-api";
import { say, sayJson } from "@/scripts/cli/output";

export async function login(options: GlobalOptions): Promise<ExitCode> {
  const isTerminal = process.stdin.isTTY === true;
  const typed = options.url || process.env["MOORING_URL"] || (isTerminal ? await ask("Address of your Mooring: ", false) : "").trim();
  if (!typed) throw new Stop(EXIT.usage, "Write the address: mooring login --url https://mooring.example", "url_missing");
  const url = readAddress(typed);
  const token = (isTerminal ? await ask("Token (Settings → API tokens; it is not shown): ", true) : await readAll(process.stdin)).trim();
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
