/** What the keys of a list do but for `/`, in the rows of `list`. Loaded with the first of them. */
export function triggerListKey(key: string, list: HTMLElement | null): void {
  const stops = () => [...(list?.querySelectorAll<HTMLElement>("[data-row],[data-more]") ?? [])];
  const all = stops();
  const at = all.findIndex((stop) => stop.contains(document.activeElement));
  const focus = (index: number, stop = stops()[index]) => (stop?.querySelector<HTMLElement>("[data-row-link]") ?? stop)?.focus();
  const click = (selector: string) => {
    const part = all[at]?.querySelector<HTMLElement>(selector);
    // React takes over the row for it, if it has not: a box that is ticked before that is ticked unheard.
    part?.dispatchEvent(new KeyboardEvent("keyup", { key, bubbles: true }));
    part?.click();
  };
  const down = () => {
    const next = all[at + 1];
    if (!next?.matches("[data-more]")) return focus(Math.min(at + 1, all.length - 1));
    next.click();
    // Once the rows stand there, the first of them has the place of the button.
    requestAnimationFrame(() => focus(at + 1));
  };
  const acts: Readonly<Record<string, () => void>> = {
    j: down,
    k: () => focus(Math.max(at - 1, 0)),
    r: () => click("[data-refresh]"),
    c: () => click("[data-check]"),
    x: () => click("[data-select]"),
  };
  acts[key]?.();
}
