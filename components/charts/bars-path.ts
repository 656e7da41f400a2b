/** Chart units per column. Charts are drawn in these units and stretched to fit. */
export const COLUMN = 10;

/** Draws columns as one path: `heights` in chart units, upwards from `base`. Omits zero heights. */
export function barsPath(heights: readonly number[], base: number, gap = 2): string {
  let path = "";
  heights.forEach((height, index) => {
    if (!(height > 0)) return;
    const width = COLUMN - gap;
    path += `M${index * COLUMN + gap / 2} ${base}v${-round(height)}h${width}v${round(height)}z`;
  });
  return path;
}

export const round = (value: number): number => Math.round(value * 100) / 100;

/** Draws one span per column as one path, from the upper to the lower edge; null leaves the column out. */
export const bandsPath = (spans: readonly ({ from: number; to: number } | null)[]): string =>
  spans.map((span, index) => (span ? `M${index * COLUMN} ${round(span.from)}h${COLUMN}V${round(span.to)}h${-COLUMN}z` : "")).join("");
