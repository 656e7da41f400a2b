import { type ApiClient, makeClient } from "@/lib/api/client/client";
import { VERSION } from "@/lib/infra/version";
import { credentialsFile, readAddress, readCredentials } from "@/scripts/cli/credentials";
import { EXIT, Stop } from "@/scripts/cli/exit-codes";
import { note } from "@/scripts/cli/output";

/** Options of every command. */
export interface GlobalOptions {
  url?: string;
  json?: boolean;
}

/** Lookups ask up to twenty shops before they answer. */
const CALL_LIMIT_MS = 90_000;
const MAX_WAIT_SECONDS = 90;

const send = (request: Request): Promise<Response> =>
  fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(CALL_LIMIT_MS)]) });

export const connect = (url: string, token: string, { json }: GlobalOptions): ApiClient =>
  makeClient({
    url,
    token,
    userAgent: `mooring-cli/${VERSION}`,
    maxWaitSeconds: MAX_WAIT_SECONDS,
    fetch: send,
    onWait: (seconds, why) =>
      json || note(why === "too_many" ? `Mooring asks to wait ${seconds} s …` : `Mooring does not answer; trying again in ${seconds} s …`),
  });

/** The environment goes before what `mooring login` stored, and --url before both. */
function findAccess({ url }: GlobalOptions): { url: string; token: string | null } {
  const env = { url: process.env["MOORING_URL"], token: process.env["MOORING_TOKEN"] };
  const stored = (url || env.url) && env.token ? null : readCredentials(credentialsFile());
  const at = url || env.url || stored?.url;
  if (!at) throw new Stop(EXIT.usage, "Where is your Mooring? Run mooring login, or set MOORING_URL and MOORING_TOKEN.", "url_missing");
  const address = readAddress(at);
  // A stored token is for the address that it was stored with, and no other.
  return { url: address, token: env.token || (stored?.url === address ? stored.token : null) };
}

export function openApi(options: GlobalOptions): ApiClient {
  const { url, token } = findAccess(options);
  if (!token) throw new Stop(EXIT.usage, `No token for ${url}. Run mooring login --url ${url}, or set MOORING_TOKEN.`, "token_missing");
  return connect(url, token, options);
}

/** For what needs no token. */
export const openPublicApi = (options: GlobalOptions): ApiClient => connect(findAccess(options).url, "none", options);
