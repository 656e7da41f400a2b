/** Display names of browsers in User-Agent headers. The order matters: many browsers also name others. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdgA?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bFirefox\//, "Firefox"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/Chrom(e|ium)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const SYSTEMS: readonly [RegExp, string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

const firstMatch = (rules: readonly [RegExp, string][], text: string): string | null =>
  rules.find(([sign]) => sign.test(text))?.[1] ?? null;

export const nameBrowser = (userAgent: string | null): { browser: string | null; system: string | null } => ({
  browser: firstMatch(BROWSERS, userAgent ?? ""),
  system: firstMatch(SYSTEMS, userAgent ?? ""),
});
