import type { ClockedResult, OrderCursor, OrderPage, Prefetch } from "@/lib/connectors/shop";

export interface AskedPage {
  answer: Promise<ClockedResult<OrderPage>>;
  sentAt: Date;
}

type List = (after: OrderCursor | null, prefetch: Prefetch) => Promise<ClockedResult<OrderPage>>;

const isSame = (a: OrderCursor, b: OrderCursor | null): boolean =>
  a.modifiedAt.getTime() === b?.modifiedAt.getTime() && a.externalId === b.externalId && a.hint === b.hint;

/**
 * Fetches page after page, and prefetches at most one as soon as its start is known and while `mayPrefetch`. If the current page ends
 * elsewhere, the next one is fetched again from there.
 */
export function prefetchPages(list: List, now: () => Date, mayPrefetch: () => boolean): (after: OrderCursor | null) => AskedPage {
  let current: AskedPage | null = null;
  let ahead: { after: OrderCursor; page: AskedPage } | null = null;

  function ask(after: OrderCursor | null): AskedPage {
    const page: AskedPage = {
      sentAt: now(),
      answer: list(after, (next) => {
        if (page !== current || ahead || !mayPrefetch()) return;
        ahead = { after: next, page: ask(next) };
        // The current page may fail first; then this answer is discarded.
        ahead.page.answer.catch(() => undefined);
      }),
    };
    return page;
  }

  return (after) => {
    current = ahead && isSame(ahead.after, after) ? ahead.page : ask(after);
    ahead = null;
    return current;
  };
}
