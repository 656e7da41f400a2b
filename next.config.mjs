// No TypeScript: Next would load its compiler into the process that serves, 50 MB.
import createNextIntlPlugin from "next-intl/plugin";

/** `BUILD_OUTPUT=standalone` makes a server without node_modules, beside the build that `next start` serves (docs/operations.md). */
const standalone = process.env.BUILD_OUTPUT === "standalone";

/** @type {import("next").NextConfig} */
const config = {
  ...(standalone ? { output: "standalone", distDir: ".next-standalone" } : {}),
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
  // /readyz compares the migrations of this version with those of the database.
  outputFileTracingIncludes: { "/readyz": ["./prisma/migrations/**/*.sql"] },
  // The development server would print what forms send, API keys included.
  logging: { serverFunctions: false },
  poweredByHeader: false,
  reactStrictMode: true,
  // The title stands in the head of the first answer, for every reader and not for search engines alone.
  htmlLimitedBots: /.*/,
  devIndicators: false,
  experimental: {
    // lib/infra/body-limits.ts
    serverActions: { bodySizeLimit: "3mb" },
    optimizePackageImports: ["radix-ui", "lucide-react"],
  },
};

export default createNextIntlPlugin("./app/i18n-request.ts")(config);
