/** What a popover that several buttons open was opened by last: some browsers give a pressed button no focus, and scripts may come later. */
export type OpenedPopover = HTMLElement & { openedBy?: HTMLElement };

declare global {
  /** To be called when React has taken over the page; there before any script file. */
  var takenOver: (() => void) | undefined;
}

/**
 * What is pressed before React has taken over the page. For any press that it hears React would take over everything at once, and a slow device
 * would show nothing for a tenth of a second. So it hears none that it has nothing to do with yet, and goes on piece by piece: shortcuts
 * and buttons are pressed again when it is there, of several buttons the last. Links, fields and popovers work by themselves.
 *
 * Its text stands in the page (EarlyPress): nothing but the browser's own may be named in it.
 */
export function hearEarly(): void {
  const types = "pointerdown mousedown pointerup mouseup touchstart touchend click keydown keypress keyup focusin focusout".split(" ");
  const fields = "input,select,textarea,[contenteditable]";
  const sliders = "[role=slider]";
  let taken = false;
  let pressed: HTMLElement | null = null;
  const keys: { key: string; ctrlKey: boolean; target: EventTarget | null }[] = [];
  const moves: { key: string; target: HTMLElement }[] = [];

  /** What React has taken over bears its mark: a press there was heard. */
  const isHeard = (button: HTMLElement): boolean => Object.keys(button).some((name) => name.startsWith("__react"));
  function repeatPress(): void {
    const button = pressed;
    if (!button?.isConnected) return;
    if (!taken || !isHeard(button)) return void setTimeout(repeatPress, 50);
    pressed = null;
    button.click();
  }
  function noteClick({ target }: Event, isKept: boolean): void {
    if (!(target instanceof Element)) return;
    const opener = target.closest<HTMLButtonElement>("[popovertarget]");
    const popover = opener?.popoverTargetElement as OpenedPopover | null | undefined;
    if (opener && popover) popover.openedBy = opener;
    const button = target.closest<HTMLElement>("button[type=button]:not([popovertarget])");
    if (!button || (!isKept && isHeard(button))) return;
    const keep = (): void => {
      pressed = button;
      repeatPress();
    };
    // What has its scripts React takes over for the press, and hears it; of what has not yet it hears nothing, and tells nobody.
    if (isKept) keep();
    else setTimeout(() => isHeard(button) || keep());
  }
  const pressKey = (key: string, target: EventTarget | null, ctrlKey = false) =>
    target?.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, bubbles: true, cancelable: true }));
  function repeatKeys(): void {
    let isSearch = false;
    for (const { key, ctrlKey, target } of keys.splice(0)) {
      // Behind `/` come the letters of what is searched for.
      if (isSearch && document.activeElement?.matches("input")) {
        document.execCommand(key === "Backspace" ? "delete" : "insertText", false, key);
      } else pressKey(key, target, ctrlKey);
      isSearch ||= key === "/";
    }
  }
  /** A slider is taken over when its own scripts have come, which is later than the page. */
  function repeatMoves(): void {
    const first = moves[0];
    if (!first) return;
    if (first.target.isConnected && !isHeard(first.target)) return void setTimeout(repeatMoves, 50);
    for (const { key, target } of moves.splice(0)) pressKey(key, target);
  }
  function keepMove(event: KeyboardEvent): void {
    const { key, target } = event;
    if (!(target instanceof HTMLElement && target.matches(sliders)) || isHeard(target)) return;
    if (!/^(Arrow|Page|Home|End)/.test(key) || event.ctrlKey || event.metaKey || event.altKey) return;
    // The browser would scroll.
    event.preventDefault();
    event.stopImmediatePropagation();
    if (moves.push({ key, target }) === 1) repeatMoves();
  }
  /** Ctrl or Cmd with K, wherever it is pressed: the browser would open a search of its own. */
  function keepPalette(event: KeyboardEvent): boolean {
    const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
    if (key.toLowerCase() !== "k" || !(ctrlKey || metaKey) || altKey || shiftKey || !document.querySelector("[data-find]")) return false;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type === "keydown") keys.push({ key, ctrlKey: true, target });
    return true;
  }
  function keepFromReact(event: Event): void {
    const { target } = event;
    const isKey = event instanceof KeyboardEvent;
    if (isKey && keepPalette(event)) return;
    // Where the browser does something and React has to hear of it: in fields anything, elsewhere all but that the focus moves.
    const own = event.type.startsWith("focus") || (isKey && event.key === "Tab") ? fields : `${fields},a,form,label,[role]:not(${sliders})`;
    if (target instanceof Element && target.closest(own)) return;
    if (isKey) {
      const isLetter = event.key.length === 1;
      // With Ctrl the browser has something of its own to do, unless it is told at once that it shall not.
      if (isLetter && (event.ctrlKey || event.metaKey || event.altKey)) return;
      if ((isLetter || event.key === "Backspace") && event.type === "keydown") keys.push({ key: event.key, ctrlKey: false, target });
    }
    if (event.type === "click") noteClick(event, true);
    event.stopImmediatePropagation();
  }

  addEventListener("keydown", keepMove, true);
  for (const type of types) addEventListener(type, keepFromReact, true);
  // On the way down: React lets no click on that goes to what it could not take over.
  addEventListener("click", (event) => noteClick(event, false), true);
  globalThis.takenOver = () => {
    if (taken) return;
    taken = true;
    for (const type of types) removeEventListener(type, keepFromReact, true);
    // When every part of the page listens; and before the next key.
    setTimeout(repeatKeys);
    addEventListener("keydown", repeatKeys, { capture: true, once: true });
  };
}
