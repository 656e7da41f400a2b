import { useTranslations } from "next-intl";

/** The keys of the queue, for devices with a keyboard; hidden while single keys are switched off. */
export function KeyHint() {
  const t = useTranslations("support.queue");
  return (
    <p className="key-hint mb-2 text-ink-3 text-sm">
      {t.rich("keys", {
        k: (key) => <kbd className="rounded-sm border border-line-strong bg-sunken px-1 font-mono text-xs">{key}</kbd>,
      })}
    </p>
  );
}
