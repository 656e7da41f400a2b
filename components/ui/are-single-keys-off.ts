/** Whether single-key shortcuts are switched off in this browser, as the server rendered it into the page. */
export const areSingleKeysOff = (): boolean => document.documentElement.dataset["keys"] === "off";
