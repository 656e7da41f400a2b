import { useRouter } from "next/navigation";
import { useEffect, useOptimistic, useRef, useState, useTransition } from "react";
import { type ListQuery, printListQuery } from "@/lib/integrations/list/list-view";

const TYPING_PAUSE_MS = 200;

/** The query in the URL: changes show at once, and the server responds with the rows. */
export function useListQuery(merchantId: string, query: ListQuery) {
  const router = useRouter();
  const [, startTransition] = useTransition();
  const [asked, setAsked] = useOptimistic(query);
  const [typed, setTyped] = useState<string | null>(null);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const waiting = useRef<(() => void) | null>(null);
  useEffect(() => () => clearTimeout(pause.current), []);

  function change(changes: Partial<ListQuery>): void {
    clearTimeout(pause.current);
    waiting.current = null;
    const next = { ...asked, search: typed ?? asked.search, ...changes, page: 1 };
    startTransition(() => {
      setAsked(next);
      router.replace(`/m/${merchantId}/integrations${printListQuery(next)}`, { scroll: false });
      // The rows arrived; until then the field shows the typed text.
      setTyped(null);
    });
  }
  /** Searches after a pause in typing. */
  function type(search: string): void {
    setTyped(search);
    clearTimeout(pause.current);
    waiting.current = () => change({ search });
    pause.current = setTimeout(waiting.current, TYPING_PAUSE_MS);
  }
  /** Searches immediately, before the user's next action. */
  const settle = (): void => waiting.current?.();
  return { asked: { ...asked, search: typed ?? asked.search }, change, type, settle };
}
