import path from "node:path";

/** Files of libraries that weigh more than the pages need of them, or do less: what each exports, and what stands in for it. */
export const PARTS = [
  // 80 names of which the browser reads one: 2.2 kB.
  { file: "next/dist/lib/constants.js", part: "next-constants.cjs", condition: "browser" },
  // What Chromium 93, Firefox 92 and Safari 15.4 have without it, and Next asks for newer ones: 0.5 kB.
  { file: "next/dist/build/polyfills/polyfill-module.js", part: "nothing.cjs", condition: "browser" },
  // Nothing in the pages reads `process` once the build has written its values in: 0.7 kB.
  { file: "next/dist/build/polyfills/process.js", part: "process.cjs", condition: "browser" },
  // Advice for developers about partial prefetching, which is not in use: 0.5 kB.
  { file: "next/dist/shared/lib/instant-messages.js", part: "next-instant-messages.cjs", condition: "browser" },
  // The browser only asks whether an address is intercepted: 0.5 kB.
  { file: "next/dist/shared/lib/router/utils/interception-routes.js", part: "next-interception-routes.cjs", condition: "browser" },
  // Guesses the shape of pages by their address, which `optimisticRouting: false` turns off; what it learnt was kept all the same: 1 kB.
  { file: "next/dist/client/components/segment-cache/optimistic-routes.js", part: "next-optimistic-routes.cjs", condition: "browser" },
  // Keeps account of `next/link`, which no page uses (docs/decisions/0004): 0.7 kB.
  { file: "next/dist/client/components/links.js", part: "next-links.cjs", condition: "browser" },
  // Tells the prerenderer of an error; in the browser it does nothing: 0.2 kB.
  { file: "next/dist/client/components/handle-isr-error.js", part: "next-handle-isr-error.cjs", condition: "browser" },
  // No page is for crawlers: they are asked to stay away (app/layout.tsx), and nearly all stands behind the sign-in: 0.7 kB.
  { file: "next/dist/shared/lib/router/utils/is-bot.js", part: "next-is-bot.cjs", condition: "browser" },
  {
    file: "next/dist/client/components/errors/graceful-degrade-boundary.js",
    part: "next-graceful-degrade-boundary.cjs",
    condition: "browser",
  },
  // Is for `next/script`, which no page uses: 0.2 kB.
  { file: "next/dist/client/set-attributes-from-props.js", part: "next-set-attributes.cjs", condition: "browser" },
  // The look of the page that stands in when nothing else can be drawn: 1 kB.
  { file: "next/dist/client/components/builtin/error-styles.js", part: "next-error-styles.cjs", condition: "browser" },
  // Stops navigations for tests of Next, where `experimental.exposeTestingApiInProductionBuild` is on: 0.2 kB.
  {
    file: "next/dist/client/components/segment-cache/navigation-testing-lock.js",
    part: "next-navigation-lock.cjs",
    condition: "browser",
  },
  // Asks what the prerenderer does not know yet; in the browser there is nothing of that: 0.1 kB.
  { file: "next/dist/client/components/navigation-untracked.js", part: "next-navigation-untracked.cjs", condition: "browser" },
  // Does something where `experimental.appNavFailHandling` is on: 0.1 kB.
  { file: "next/dist/client/components/nav-failure-handler.js", part: "next-nav-failure-handler.cjs", condition: "browser" },
  // Gives up a page when the network is away: ours waits for it.
  { file: "next/dist/client/components/segment-cache/fetch.js", part: "next-fetch.cjs", condition: "browser" },
  // An icon is an element and no component of the browser; it needs neither context nor other names for its attributes: 1.2 kB.
  { file: "lucide-react/dist/esm/createLucideIcon.mjs", part: "create-lucide-icon.mjs", condition: null },
] as const;

export const pathOfPart = (part: string): string => path.join(import.meta.dirname, "parts", part);

/** `turbopack.rules` of next.config.mjs. */
export const partRules = {
  "**/node_modules/lucide-react/dist/esm/icons/*.mjs": { loaders: [path.join(import.meta.dirname, "lean-icon.cjs")] },
  ...Object.fromEntries(
    PARTS.map(({ file, part, condition }) => [
      `**/node_modules/${file}`,
      {
        ...(condition === null ? {} : { condition }),
        loaders: [{ loader: path.join(import.meta.dirname, "swap-part.cjs"), options: { part: pathOfPart(part) } }],
      },
    ]),
  ),
};
