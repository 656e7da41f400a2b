type Plain<Value> = Value extends Date ? string : Value;

/** A row as plain JSON: its instants are ISO strings in UTC. */
export type PlainJson<Row> = { [Column in keyof Row]: Plain<Row[Column]> };

export const plainJson = <Row extends object>(row: Row): PlainJson<Row> =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, value instanceof Date ? value.toISOString() : value]),
  ) as PlainJson<Row>;
