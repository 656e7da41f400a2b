import readline from "node:readline/promises";
import { Writable } from "node:stream";

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Asks on the terminal; what is typed for a secret is not shown. */
export async function ask(question: string, isSecret: boolean): Promise<string> {
  process.stderr.write(question);
  const reader = readline.createInterface({ input: process.stdin, output: isSecret ? nowhere() : process.stderr, terminal: true });
  reader.on("SIGINT", () => process.exit(130));
  const typed = await reader.question("");
  reader.close();
  if (isSecret) process.stderr.write("\n");
  return typed;
}
