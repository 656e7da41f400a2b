/** A name is kept for the life of each connection, here and in PostgreSQL: texts made for one occasion must not pile up there. */
const MOST = 300;
/** For PostgreSQL a statement without a name is one of the moment. */
const NONE = "";
/** Longer ones are lists of what was there at one moment. */
const LONGEST = 4_000;

/**
 * Names the statements that Prisma makes and makes again, so that PostgreSQL parses each once for every connection, and not at every use: a third of
 * the database's CPU for the page of a shop. They get their name at the second use. What we write ourselves goes without: whether one plan is
 * good for every merchant is said there by hand (lib/system/sql.ts).
 */
export function statementNamer(most = MOST): (statement: { sql: string }) => string {
  const names = new Map<string, string>();
  const once = new Set<string>();
  return ({ sql }) => {
    const known = names.get(sql);
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
