import { useTranslations } from "next-intl";
import { startTransition, useState } from "react";
import { chooseSingleKeys } from "@/components/shell/actions";
import { areSingleKeysOff } from "@/components/ui/are-single-keys-off";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";

const EVERYWHERE = [
  { keys: ["Ctrl", "K"], words: "palette" },
  { keys: ["?"], words: "help" },
  { keys: ["Esc"], words: "close" },
] as const;
const LIST = [
  { keys: ["/"], words: "search" },
  { keys: ["j"], words: "next" },
  { keys: ["k"], words: "previous" },
  { keys: ["↵"], words: "open" },
] as const;
const SHOPS = [
  { keys: ["x"], words: "select" },
  { keys: ["r"], words: "refresh" },
  { keys: ["c"], words: "check" },
] as const;

/** All shortcuts, and the switch for single-key ones, which speech input triggers by accident. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  const t = useTranslations("app.keys");
  const [isOff, setOff] = useState(areSingleKeysOff);
  function choose(choice: "on" | "off"): void {
    // Applied at once; the cookie follows.
    document.documentElement.dataset["keys"] = choice;
    setOff(choice === "off");
    startTransition(() => chooseSingleKeys(choice));
  }
  return (
    <Dialog open onClose={onClose} title={t("title")} description={t("text")}>
      {[
        { heading: t("everywhere"), keys: EVERYWHERE },
        { heading: t("list"), keys: LIST },
        { heading: t("shops"), keys: SHOPS },
      ].map((part) => (
        <section key={part.heading} className="mt-3">
          <h3 className="text-ink-3 text-sm">{part.heading}</h3>
          <dl className="mt-1 grid gap-1">
            {part.keys.map(({ keys, words }) => (
              <div key={words} className="flex items-center justify-between gap-4">
                <dt>{t(words)}</dt>
                <dd className="flex gap-1">
                  {keys.map((key) => (
                    <kbd key={key} className="min-w-6 rounded-sm border border-line-strong bg-sunken px-1.5 text-center font-mono text-sm">
                      {key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <div className="mt-4 border-line border-t pt-3">
        <Checkbox label={t("single")} checked={!isOff} onChange={(event) => choose(event.target.checked ? "on" : "off")} />
        <p className="mt-1 ml-6 text-ink-3 text-sm">{t("single_help")}</p>
      </div>
    </Dialog>
  );
}
