/** `onNavigate` of a link: without a connection the page stays, with what was typed in it. `TroubleBanner` says why. */
export function stayWhileOffline(event: { preventDefault(): void }): void {
  if (!navigator.onLine) event.preventDefault();
}
