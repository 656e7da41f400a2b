// No TypeScript: Next would load its compiler into the process that serves, 50 MB.
import { PHASE_PRODUCTION_BUILD } from "next/constants.js";
import createNextIntlPlugin from "next-intl/plugin";

/** @type {import("next").NextConfig} */
const config = {
  // What is built; `npm run verify` checks the types of tests and scripts as well.
  typescript: { tsconfigPath: "tsconfig.build.json" },
  // `next typegen` writes the types of the routes.
  typedRoutes: true,
  // Without it the folder above is searched for other lock files.
  turbopack: { root: import.meta.dirname },
  // The development server takes 127.0.0.1 for another origin otherwise.
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
    "fontkit",
    "mailparser",
    "prom-client",
    "@opentelemetry/api",
    "@opentelemetry/sdk-node",
  ],
  // Files that are read while serving: /readyz compares migrations, /developers hands out the typed client.
  outputFileTracingIncludes: {
    "/readyz": ["./prisma/migrations/**/*.sql"],
    "/developers/client/[file]": ["./lib/api/client/client.ts", "./lib/api/client/operations.ts"],
  },
  // The development server would print what forms send, API keys included.
  logging: { serverFunctions: false },
  poweredByHeader: false,
  reactStrictMode: true,
  // The title is in the head of the first answer, for every reader and not for search engines alone.
  htmlLimitedBots: /.*/,
  // Mails and bookmarks still lead to the page's former address.
  redirects: async () => [
    { source: "/m/:merchantId/settings/emails", destination: "/m/:merchantId/settings/notifications", permanent: true },
  ],
  devIndicators: false,
  experimental: {
    // lib/infra/body-limits.ts
    serverActions: { bodySizeLimit: "3mb" },
    optimizePackageImports: ["radix-ui", "lucide-react"],
  },
};

const withIntl = createNextIntlPlugin({
  requestConfig: "./app/i18n-request.ts",
  experimental: {
    // The parser of messages stays out of the browser, and no page parses them again.
    messages: { path: "./lib/i18n/messages", format: "json", locales: "infer", precompile: true },
  },
});

// Each build also writes the server without node_modules that is deployed (.next/standalone); `npm start` and the tests serve the same build.
export default (phase) => withIntl({ ...config, ...(phase === PHASE_PRODUCTION_BUILD ? { output: "standalone" } : {}) });
