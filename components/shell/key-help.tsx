import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { startTransition, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { areSingleKeysOff } from "@/components/ui/single-keys";
import { chooseSingleKeys } from "@/lib/identity/accounts/profile-actions";

/** Keys of each command, grouped by where they work. Staff work with the queue, merchants with shops. */
const KEYS = [
  {
    place: "everywhere",
    commands: [
      ["palette", ["Ctrl", "K"]],
      ["help", ["?"]],
      ["close", ["Esc"]],
    ],
  },
  {
    place: "list",
    commands: [
      ["search", ["/"]],
      ["next", ["j"]],
      ["previous", ["k"]],
      ["open", ["↵"]],
    ],
  },
  {
    place: "queue",
    commands: [
      ["assign", ["a"]],
      ["snooze", ["s"]],
      ["write", ["w"]],
      ["open_incident", ["e"]],
    ],
  },
  {
    place: "shops",
    commands: [
      ["select", ["x"]],
      ["refresh", ["r"]],
      ["check", ["c"]],
    ],
  },
] as const;

/** Lists all shortcuts and switches off single-key ones, which speech input triggers by accident. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  const t = useTranslations("app.keys");
  const isInConsole = usePathname().startsWith("/support");
  const [isOff, setOff] = useState(areSingleKeysOff);
  function choose(choice: "on" | "off"): void {
    // Applied at once; the cookie is stored afterwards.
    document.documentElement.dataset["keys"] = choice;
    setOff(choice === "off");
    startTransition(() => chooseSingleKeys(choice));
  }
  return (
    <Dialog open onClose={onClose} title={t("title")} description={t("text")}>
      {KEYS.filter(({ place }) => place !== (isInConsole ? "shops" : "queue")).map(({ place, commands }) => (
        <section key={place} className="mt-3">
          <h3 className="text-ink-3 text-sm">{t(place)}</h3>
          <dl className="mt-1 grid gap-1">
            {commands.map(([command, keys]) => (
              <div key={command} className="flex items-center justify-between gap-4">
                <dt>{t(command)}</dt>
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
