/** Whether keys without Ctrl do nothing in this browser: chosen beside the list of the keys, and written on the page by the server. */
export const areSingleKeysOff = (): boolean => document.documentElement.dataset["keys"] === "off";
