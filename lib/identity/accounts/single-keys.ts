/** Without a choice single keys are commands. Who speaks to their computer switches them off: any word would trigger some (WCAG 2.1.4). */
export const SINGLE_KEYS_COOKIE = "mooring-single-keys";
export const SINGLE_KEYS_OFF = "off";
