import pino, { type LoggerOptions } from "pino";
import { env } from "@/lib/infra/env";
import { requestId } from "@/lib/infra/observe/correlation";

/** Names of fields with secrets. */
const SECRETS = [
  ...["accessToken", "apiKey", "authorization", "consumerKey", "consumerSecret", "cookie", "credentials", "password", "secret"],
  ...['["set-cookie"]', "totpSecret"],
];
/** pino's wildcards stand for one level each: an error's cause, its request and the headers of that are three. */
const LEVELS = ["", "*", "*.*", "*.*.*"];

const pathOf = (level: string, name: string): string => (level === "" || name.startsWith("[") ? `${level}${name}` : `${level}.${name}`);

export const LOG_OPTIONS = {
  mixin: () => {
    const id = requestId();
    return id === null ? {} : { requestId: id };
  },
  redact: { paths: LEVELS.flatMap((level) => SECRETS.map((name) => pathOf(level, name))), remove: true },
} as const satisfies LoggerOptions;

/**
 * Structured log on standard output; docs/observability.md lists its fields. Fields with the names above are removed, so that secrets never reach it.
 */
export const log = pino({ level: env().LOG_LEVEL, ...LOG_OPTIONS });
