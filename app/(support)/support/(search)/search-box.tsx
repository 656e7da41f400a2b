"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState, useTransition } from "react";
import { focusTarget } from "@/components/ui/focus-target";
import { Input } from "@/components/ui/input";
import { Ring } from "@/components/ui/ring";
import { printQuery } from "@/lib/base/route";

const DEBOUNCE_MS = 120;

/** Searches while the user types. The URL holds the query, so results can be shared; without scripts Enter submits it. */
export function SearchBox({ text }: { text: string }) {
  const t = useTranslations("support.search");
  const router = useRouter();
  const [typed, setTyped] = useState(text);
  const [isSearching, startTransition] = useTransition();
  const shown = useRef(text);

  const search = useCallback(() => {
    if (typed.trim() === shown.current) return;
    shown.current = typed.trim();
    const query = printQuery({ q: shown.current });
    startTransition(() => router.replace(`/support${query}`, { scroll: false }));
  }, [typed, router]);

  useEffect(() => {
    const timer = setTimeout(search, DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [search]);

  // A link or the back button changed the URL: update the field.
  useEffect(() => {
    if (isSearching || text === shown.current) return;
    shown.current = text;
    setTyped(text);
  }, [text, isSearching]);

  return (
    <search className="mb-4 grid max-w-2xl gap-1">
      {/* Hidden on phones, where it does not fit inside the field. */}
      <p aria-hidden="true" className="text-ink-2 text-sm sm:hidden">
        {t("label")}
      </p>
      <form
        action="/support"
        onSubmit={(event) => {
          event.preventDefault();
          search();
        }}
        className="relative"
      >
        {isSearching ? (
          <span className="pointer-events-none absolute top-3 left-3 text-ink-3">
            <Ring />
          </span>
        ) : (
          <Search className="pointer-events-none absolute top-3 left-3 size-4 text-ink-3" />
        )}
        <Input
          {...focusTarget}
          type="search"
          name="q"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          aria-label={t("label")}
          placeholder={t("hint")}
          className="h-10 pl-9"
        />
      </form>
    </search>
  );
}
