import { barsPath, COLUMN } from "@/components/charts/bars-path";
import type { LaneDay } from "@/lib/integrations/history/lane-days";
import type { Tone } from "@/lib/integrations/tone";
import { laneTone } from "@/lib/integrations/tone";

const HEIGHT = 100;

/** More severe days are taller: readable without colour. */
const FLOOR: Readonly<Record<Tone, number>> = { in_order: 46, at_rest: 30, working: 46, recovering: 62, needs_you: 80 };
const NOTHING = 8;

const FILL: Readonly<Record<Tone, string>> = {
  in_order: "fill-in-order-bar",
  at_rest: "fill-at-rest-bar",
  working: "fill-working",
  recovering: "fill-recovering-bar",
  needs_you: "fill-needs-you-bar",
};

/** Height of a day by tone and, if severe, by the share of the day. */
function heightOf({ tone, states }: LaneDay): number {
  if (!tone) return NOTHING;
  if (tone === "in_order" || tone === "at_rest") return FLOOR[tone];
  const known = states.reduce((sum, { ms }) => sum + ms, 0);
  const loud = states.filter((spent) => laneTone(spent) === tone).reduce((sum, { ms }) => sum + ms, 0);
  return FLOOR[tone] + (HEIGHT - FLOOR[tone]) * (known === 0 ? 0 : loud / known);
}

/** One column per day in the colour of its most severe state. The cursor and the table give the text. */
export function LaneBar({ days }: { days: readonly LaneDay[] }) {
  const heights = days.map(heightOf);
  const only = (tone: Tone | null) => heights.map((height, index) => (days[index]?.tone === tone ? height : 0));
  return (
    <svg viewBox={`0 0 ${days.length * COLUMN} ${HEIGHT}`} preserveAspectRatio="none" className="block h-7 w-full" aria-hidden="true">
      <path d={barsPath(only(null), HEIGHT)} className="fill-line" />
      {(Object.keys(FILL) as Tone[]).map((tone) => {
        const path = barsPath(only(tone), HEIGHT);
        return path === "" ? null : <path key={tone} d={path} className={FILL[tone]} />;
      })}
    </svg>
  );
}
