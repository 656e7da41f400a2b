import pino from "pino";
import { env } from "@/lib/infra/env";
import { requestId } from "@/lib/infra/observe/correlation";

/**
 * Structured log on standard output; docs/observability.md lists its fields. Fields with these names are redacted, so that secrets never reach it.
 */
export const log = pino({
  level: env().LOG_LEVEL,
  mixin: () => {
    const id = requestId();
    return id === null ? {} : { requestId: id };
  },
  redact: {
    paths: [
      "credentials",
      "password",
      "authorization",
      "cookie",
      "*.credentials",
      "*.password",
      "*.authorization",
      "*.cookie",
      "*.headers.authorization",
      "*.consumerKey",
      "*.consumerSecret",
      "*.accessToken",
      "*.apiKey",
    ],
    remove: true,
  },
});
