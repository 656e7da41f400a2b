import pino from "pino";
import { env } from "@/lib/infra/env";

/** Structured log on standard output. Fields with these names are redacted, so that secrets never reach it. */
export const log = pino({
  level: env().LOG_LEVEL,
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
