/** Whether single-key shortcuts are switched off in this browser, as the server rendered it into the page. */
export const areSingleKeysOff = (): boolean => document.documentElement.dataset["keys"] === "off";

/** Whether a key event belongs to a text field or a menu and is not a shortcut. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest("[role=menu]") !== null ||
    (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !(target instanceof HTMLInputElement && target.type === "checkbox")));
