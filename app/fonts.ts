import localFont from "next/font/local";

/** The letters that nearly every text needs, fetched with the page itself: no text is set twice. The rest stands in fonts.css. */
export const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  display: "swap",
  variable: "--font-inter",
  adjustFontFallback: false,
});
