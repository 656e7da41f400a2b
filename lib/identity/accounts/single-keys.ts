/** Single keys are shortcuts by default. Users of speech input switch them off, since any word would trigger some (WCAG 2.1.4). */
export const SINGLE_KEYS_COOKIE = "mooring-single-keys";
export const SINGLE_KEYS_OFF = "off";
