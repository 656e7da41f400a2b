import { barsPath, COLUMN } from "@/components/charts/bars-path";
import type { Tone } from "@/lib/health/tone";
import type { LaneDay } from "@/lib/integrations/history/lane-days";
import { laneTone } from "@/lib/integrations/tone";

const HEIGHT = 100;

/** More severe days are taller: readable without colour. */
const FLOOR: Readonly<Record<Tone, number>> = { healthy: 46, idle: 30, working: 46, recovering: 62, action_needed: 80 };
const NOTHING = 8;

const FILL: Readonly<Record<Tone, string>> = {
  healthy: "fill-healthy-bar",
  idle: "fill-idle-bar",
  working: "fill-working",
  recovering: "fill-recovering-bar",
  action_needed: "fill-action-needed-bar",
};

function heightOf({ tone, states }: LaneDay): number {
  if (!tone) return NOTHING;
  if (tone === "healthy" || tone === "idle") return FLOOR[tone];
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
