/**
 * Ref of a step's heading. When a step replaces the one whose button was clicked, the focus continues at its heading instead of falling to the
 * document. A focus elsewhere, and a page that was just opened, are left alone.
 */
export function focusHeading(heading: HTMLElement | null, options?: FocusOptions): void {
  if (navigator.userActivation?.hasBeenActive && document.activeElement === document.body) heading?.focus(options);
}
