/**
 * As the ref of a step's heading: where the step took the place of another, and of the button that was pressed there, the focus goes on with it
 * instead of falling to the top of the page. Whoever has the focus already keeps it, and so
 * does a page that was just opened.
 */
export function focusHeading(heading: HTMLElement | null, options?: FocusOptions): void {
  if (navigator.userActivation?.hasBeenActive && document.activeElement === document.body) heading?.focus(options);
}
