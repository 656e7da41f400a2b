import { spawn } from "node:child_process";

const LIMIT_MS = 300_000;

/** Runs a command of the shop file in its folder, with arguments and standard input. @returns its output; throws with its errors */
export function runCommand(
  command: string,
  { folder, args = [], input = "" }: { folder: string; args?: readonly string[]; input?: string },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("sh", ["-c", `${command} "$@"`, "shop", ...args], {
      cwd: folder,
      stdio: ["pipe", "pipe", "pipe"],
      timeout: LIMIT_MS,
    });
    const parts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (text: string) => {
        parts[name] += text;
      });
    // A command that reads nothing may end first.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(parts.stdout);
      else reject(new Error(`the command "${command}" ended with ${code}: ${parts.stderr.trim().slice(-400)}`));
    });
  });
}
