import { useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import { StateMark } from "@/components/ui/state-mark";
import type { Tone } from "@/lib/health/tone";

const WORDS = [
  ["healthy", "regular"],
  ["working", "syncing"],
  ["recovering", "throttled"],
  ["recovering", "maintenance"],
  ["action_needed", "action_needed"],
  ["idle", "paused"],
  ["idle", "off"],
] as const satisfies readonly (readonly [Tone, string])[];

/** The state marks: colour, shape and word; in greyscale the shapes alone. */
export function States() {
  const t = useTranslations("states.word");
  return (
    <section id="states" aria-label="States" className="grid gap-4 bg-canvas p-5">
      <h2 className="font-semibold text-lg">States</h2>
      {["", "grayscale"].map((filter) => (
        <ul key={filter} className={`flex flex-wrap gap-x-6 gap-y-2 ${filter}`}>
          {WORDS.map(([tone, word]) => (
            <li key={word}>
              <StateMark tone={tone} open={word === "off"}>
                {t(word)}
              </StateMark>
            </li>
          ))}
        </ul>
      ))}
      <div className="grid gap-2">
        {(["action_needed", "throttled", "syncing", "paused"] as const).map((word) => (
          <Banner key={word} tone={WORDS.find(([, name]) => name === word)?.[0] ?? "idle"} title={t(word)} />
        ))}
      </div>
    </section>
  );
}
