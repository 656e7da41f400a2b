"use client";

import { useTranslations } from "next-intl";
import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import type { NoticesProps } from "@/components/ui/notices";
import { takeWaiting, whenWanted } from "@/components/ui/toast";

/**
 * Renders the notices of `toast`. The library loads on the first click, since no notice can exist earlier; if it cannot be loaded, the texts are
 * shown plainly.
 */
export function Toaster() {
  const t = useTranslations("app");
  const [Notices, setNotices] = useState<ComponentType<NoticesProps> | null>(null);
  const [plain, setPlain] = useState<ReactNode[]>([]);

  useEffect(() => {
    const load = (): void => {
      import("@/components/ui/notices").then(
        (module) => setNotices(() => module.Notices),
        () => setPlain((shown) => [...shown, ...takeWaiting()]),
      );
    };
    const leave = whenWanted(load);
    addEventListener("pointerdown", load, { once: true });
    addEventListener("keydown", load, { once: true });
    return () => {
      leave();
      removeEventListener("pointerdown", load);
      removeEventListener("keydown", load);
    };
  }, []);

  if (Notices) return <Notices label={t("notices")} closeLabel={t("close")} />;
  return (
    <div role="alert" className="fixed right-4 bottom-4 z-50 grid gap-2 max-sm:bottom-20 max-sm:left-4">
      {plain.map((words, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: none ever leaves
        <p key={index} className="rounded-lg border border-line-strong bg-surface p-3 shadow-overlay sm:w-[356px]">
          {words}
        </p>
      ))}
    </div>
  );
}
