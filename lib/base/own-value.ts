/** What a table holds for a key that strangers chose: words like `constructor` stand on every object and in no table. */
export const ownValue = <Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
