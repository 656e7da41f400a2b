/** Without a choice the page follows the system's theme. */
export const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_COOKIE = "mooring-theme";
export const isTheme = (value: unknown): value is Theme => THEMES.some((theme) => theme === value);

/** Single keys are shortcuts by default. Users of speech input switch them off, since any word would trigger some (WCAG 2.1.4). */
export const SINGLE_KEYS_COOKIE = "mooring-single-keys";
export const SINGLE_KEYS_OFF = "off";
