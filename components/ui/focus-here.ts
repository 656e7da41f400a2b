/**
 * As the ref of a step's heading: where the step took the place of another, and of the button that was pressed there, the focus goes on with it
 * instead of falling to the top of the page. Whoever has the focus already keeps it.
 */
export function focusHere(heading: HTMLElement | null): void {
  if (document.activeElement === document.body) heading?.focus();
}
