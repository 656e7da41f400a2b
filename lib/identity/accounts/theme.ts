/** Without a choice the page follows the system's theme. */
export const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_COOKIE = "mooring-theme";
export const isTheme = (value: unknown): value is Theme => THEMES.some((theme) => theme === value);
