/** Whether keys go into a field, where they are letters and not commands, or into a menu, where they lead to what begins with them. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest("[role=menu]") !== null ||
    (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !(target instanceof HTMLInputElement && target.type === "checkbox")));
