// No TypeScript: for that Next would load its compiler into every process that serves, 50 MB each, and for what is imported Node its own, 17 MB.
import { PHASE_PRODUCTION_SERVER } from "next/constants.js";
import { REPORT_HEADERS, SECURITY_HEADERS } from "./lib/identity/auth/security-headers.mjs";

/** @type {import("next").NextConfig} */
const config = {
  // Without it the folder above is searched for other lock files.
  turbopack: {
    root: import.meta.dirname,
    // Messages are parsed by the server (lib/i18n/compile-messages.ts); `messages.precompile` would also want a formatter that prints elements
    // given as values, such as the times in the state sentences, as "[object Object]".
    resolveAlias: {
      "use-intl/format-message": "./lib/i18n/format-message.ts",
      "use-intl": "./lib/i18n/client-intl.tsx",
      "use-intl/react": "./lib/i18n/client-intl.tsx",
    },
  },
  // The development server takes 127.0.0.1 for a stranger unless told.
  allowedDevOrigins: ["127.0.0.1"],
  serverExternalPackages: [
    "pino",
    "pg",
    "pg-boss",
    "@node-rs/argon2",
    "@prisma/client",
    "@prisma/adapter-pg",
    "undici",
    "pdfkit",
    "mailparser",
  ],
  // `tsc` checks the types of everything, tests included, in `npm run verify`.
  typescript: { ignoreBuildErrors: true },
  // The development server would print what forms send, API keys included.
  logging: { serverFunctions: false },
  poweredByHeader: false,
  // scripts/answer.mjs does, a page at once.
  compress: false,
  reactStrictMode: true,
  // The title stands in the head of the first answer and "not found" is said by its status, for every reader and not for search engines alone.
  htmlLimitedBots: /.*/,
  headers: async () => [
    { source: "/:path*", headers: SECURITY_HEADERS },
    { source: "/r/:path*", headers: REPORT_HEADERS },
  ],
  devIndicators: false,
  experimental: {
    // A file of tracking numbers (lib/orders/tracking/limits.ts) whose signs take up to three bytes each, and its envelope.
    serverActions: { bodySizeLimit: "3mb" },
    optimizePackageImports: ["radix-ui", "lucide-react"],
    // They serve pages that are partly static or change their address by rewrites; there are none, and the pages carry their scripts.
    varyParams: false,
    optimisticRouting: false,
    prefetchInlining: false,
  },
};

/** What serves needs nothing of the plugin, which is for the build and brings a compiler of 40 MB along, nor of the rules. */
export default async function configure(/** @type {string} */ phase) {
  if (phase === PHASE_PRODUCTION_SERVER) return config;
  const { default: createNextIntlPlugin } = await import("next-intl/plugin");
  const { partRules } = await import("./scripts/bundle/parts.ts");
  return createNextIntlPlugin("./app/i18n-request.ts")({ ...config, turbopack: { ...config.turbopack, rules: partRules } });
}
