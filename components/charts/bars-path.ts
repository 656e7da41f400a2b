/** Units of a chart's own width for each of its columns: charts are drawn in these and stretched to their frame. */
export const COLUMN = 10;

/** Columns side by side as one path: `heights` in the chart's own units, from the bottom at `base` upwards. Columns of no height are left out. */
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
