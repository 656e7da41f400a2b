/** A name is kept for the life of each connection, here and in PostgreSQL: texts made for one occasion must not pile up there. */
const MOST = 300;
/** For PostgreSQL a statement without a name is one of the moment. */
const NONE = "";
/** Longer ones are lists of what was there at one moment. */
const LONGEST = 4_000;

/** Statements that were written with a name (lib/infra/sql.ts). */
const written = new Map<string, string>();

export function keepWrittenName({ name, text }: { name: string; text: string }): void {
  written.set(text, name);
}

/**
 * Names the statements that Prisma generates repeatedly, so that PostgreSQL parses each once per connection: a third of the database's CPU for
 * a page. They get their name at the second use. Hand-written SQL has a name only where its author gave it one.
 */
export function statementNamer(most = MOST): (statement: { sql: string }) => string {
  const names = new Map<string, string>();
  const once = new Set<string>();
  return ({ sql }) => {
    const known = written.get(sql) ?? names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= most || sql.length > LONGEST || !/^(?:SELECT|INSERT|UPDATE|DELETE) /.test(sql)) return NONE;
    if (!once.has(sql)) {
      if (once.size >= most) once.clear();
      once.add(sql);
      return NONE;
    }
    once.delete(sql);
    const name = `prisma_${names.size}`;
    names.set(sql, name);
    return name;
  };
}
