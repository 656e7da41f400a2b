import localFont from "next/font/local";

/**
 * The letters that nearly every text needs, fetched with the page itself. Where they come too late for the first picture, that page keeps the
 * fallback, and the next one has them: set twice, lines would break elsewhere, and what is below would move. The rest stands in fonts.css.
 */
export const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  display: "optional",
  variable: "--font-inter",
  adjustFontFallback: false,
});
