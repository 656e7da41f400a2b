/**
 * Ref of a step's heading. When a step replaces the one whose button was clicked, the focus moves to the new heading instead of the
 * document. Leaves the focus alone if it is elsewhere or the page was just opened.
 */
export function focusHeading(heading: HTMLElement | null, options?: FocusOptions): void {
  if (navigator.userActivation?.hasBeenActive && document.activeElement === document.body) heading?.focus(options);
}
