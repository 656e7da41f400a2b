import localFont from "next/font/local";

/**
 * Glyphs that nearly every text needs, preloaded with the page. If they arrive after the first paint, the page keeps the fallback, since
 * swapping would reflow the text. globals.css declares the other glyphs.
 */
export const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  display: "optional",
  variable: "--font-inter",
  adjustFontFallback: false,
});
