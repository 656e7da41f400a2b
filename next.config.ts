import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";
import { SECURITY_HEADERS } from "./lib/auth/security-headers";
import { LOCALES } from "./lib/i18n/locales";

const config: NextConfig = {
  // Without it the folder above is searched for other lock files.
  turbopack: { root: import.meta.dirname },
  // The development server takes 127.0.0.1 for a stranger unless told.
  allowedDevOrigins: ["127.0.0.1"],
  serverExternalPackages: ["pino", "pg", "pg-boss", "@node-rs/argon2", "@prisma/client", "@prisma/adapter-pg", "undici"],
  // `tsc` checks the types of everything, tests included, in `npm run verify`.
  typescript: { ignoreBuildErrors: true },
  // The development server would print what forms send, API keys included.
  logging: { serverFunctions: false },
  poweredByHeader: false,
  reactStrictMode: true,
  headers: async () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
  devIndicators: false,
  experimental: { optimizePackageImports: ["radix-ui", "lucide-react"] },
};

export default createNextIntlPlugin({
  requestConfig: "./lib/i18n/request.ts",
  // Messages are parsed when the application is built: the parser stays out of the browser.
  experimental: {
    messages: { path: ["./lib/i18n/messages/en", "./lib/i18n/messages/de"], format: "json", locales: LOCALES, precompile: true },
  },
})(config);
