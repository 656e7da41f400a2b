import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { EXIT, Stop } from "@/scripts/cli/exit-codes";

export interface Credentials {
  url: string;
  token: string;
}

type Environment = Record<string, string | undefined>;

/** Where `mooring login` keeps the token. */
export function credentialsFile(env: Environment = process.env): string {
  const base = process.platform === "win32" ? env["APPDATA"] : env["XDG_CONFIG_HOME"];
  return path.join(base || path.join(os.homedir(), ".config"), "mooring", "credentials.json");
}

/** @throws Stop if others may read the file: a token in it is no secret */
export function readCredentials(file: string): Credentials | null {
  let text: string;
  try {
    const { mode } = fs.statSync(file);
    if (process.platform !== "win32" && (mode & 0o077) !== 0)
      throw new Stop(EXIT.usage, `${file} may be read by others. Run: chmod 600 ${file}`, "credentials_open");
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Stop) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new Stop(EXIT.usage, `${file} cannot be read. Run mooring login again.`, "credentials_unreadable");
  }
  try {
    const { url, token } = JSON.parse(text) as Partial<Credentials>;
    if (typeof url === "string" && typeof token === "string") return { url, token };
  } catch {
    // The same as a file without them.
  }
  throw new Stop(EXIT.usage, `${file} holds no token. Run mooring login again.`, "credentials_unreadable");
}

/** Written beside and moved into place, so that no moment and no older file leaves the token readable for others. */
export function writeCredentials(file: string, credentials: Credentials): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.${process.pid}`;
  fs.writeFileSync(beside, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  fs.renameSync(beside, file);
}

const isLoopback = (host: string): boolean => host === "localhost" || host === "[::1]" || host.startsWith("127.");

/** The address without path. A token must not travel unencrypted, except on this machine. */
export function readAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !["https:", "http:"].includes(url.protocol))
    throw new Stop(EXIT.usage, `${text} is not an address. Write it like https://mooring.example`, "url_invalid");
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    throw new Stop(EXIT.usage, `The address must begin with https://, or everybody on the way could read the token.`, "url_insecure");
  return url.origin;
}
