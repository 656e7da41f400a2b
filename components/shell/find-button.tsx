"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentType, useCallback, useEffect, useRef, useState } from "react";
import type { Place } from "@/components/shell/nav-items";
import type { PaletteProps } from "@/components/shell/palette/command-palette";
import { areSingleKeysOff, isTyping } from "@/components/ui/single-keys";
import { useHydrated } from "@/components/ui/use-hydrated";

type Overlay = "palette" | "keys";

/** Opens the command palette by button or Ctrl/Cmd+K, and the shortcut list by `?`; both load on first use. */
export function FindButton({ place }: { place: Place }) {
  const t = useTranslations("app.palette");
  const hydrated = useHydrated();
  const [shown, setShown] = useState<Overlay | null>(null);
  const [Palette, setPalette] = useState<ComponentType<PaletteProps> | null>(null);
  /** Text typed while the palette loads; null otherwise. */
  const typed = useRef<string | null>(null);
  const [Keys, setKeys] = useState<ComponentType<{ onClose: () => void }> | null>(null);

  const prepare = useCallback(async () => {
    const { CommandPalette } = await import("@/components/shell/palette/command-palette");
    setPalette(() => CommandPalette);
  }, []);
  const show = useCallback(
    async (overlay: Overlay) => {
      try {
        if (overlay === "palette") {
          if (shown !== "palette") typed.current ??= "";
          await prepare();
        } else {
          const { KeyHelp } = await import("@/components/shell/key-help");
          setKeys(() => KeyHelp);
        }
        setShown(overlay);
      } catch {
        // Loading failed: it stays closed, and the next click retries.
        typed.current = null;
      }
    },
    [prepare, shown],
  );

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        void show("palette");
      } else if (typed.current !== null && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
        // These keys are search text, not shortcuts.
        event.preventDefault();
        event.stopPropagation();
        typed.current += event.key;
      } else if (event.key === "?" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target) && !areSingleKeysOff()) {
        event.preventDefault();
        void show("keys");
      }
    }
    document.addEventListener("keydown", onKey, true);
    return () => document.removeEventListener("keydown", onKey, true);
  }, [show]);

  const close = useCallback(() => setShown(null), []);
  const takeTyped = useCallback(() => {
    const text = typed.current ?? "";
    typed.current = null;
    return text;
  }, []);
  return (
    <>
      <button
        type="button"
        disabled={!hydrated}
        aria-haspopup="dialog"
        data-find=""
        onClick={() => show("palette")}
        onPointerEnter={() => void prepare().catch(() => {})}
        className="flex h-8 shrink-0 items-center gap-2 rounded-md border border-line px-2 text-ink-3 text-sm hover:bg-hover hover:text-ink md:w-52"
      >
        <Search className="size-4 shrink-0" />
        <span className="max-md:sr-only">{t("open")}</span>
        <kbd className="ml-auto font-sans text-xs max-md:hidden">Ctrl K</kbd>
      </button>
      {shown === "palette" && Palette ? <Palette place={place} takeTyped={takeTyped} onClose={close} onKeys={() => show("keys")} /> : null}
      {shown === "keys" && Keys ? <Keys onClose={close} /> : null}
    </>
  );
}
