/** `="00340434"`: so programs write numbers that Excel would otherwise shorten. */
export const withoutFormula = (cell: string): string => /^="(.*)"$/s.exec(cell)?.[1] ?? cell;

/** What a cell in quotes holds, as files of comma-separated values write it; any other cell as it is. */
export const withoutQuotes = (cell: string): string => /^"(.*)"$/s.exec(cell)?.[1]?.replaceAll('""', '"') ?? cell;
