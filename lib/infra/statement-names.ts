import { createHash } from "node:crypto";

/** Each connection keeps its prepared statements, in this process and in PostgreSQL, so one-off statements must not accumulate. */
const MAX_NAMES = 300;
/** PostgreSQL does not keep an unnamed statement. */
const NONE = "";
/** Longer statements are one-off lists of values. */
const MAX_LENGTH = 4_000;

/** Names of hand-written statements (lib/infra/sql.ts), by text. */
const written = new Map<string, string>();

/** A name that follows from the text: copies of this module share the connections. */
export function nameStatement(text: string): string {
  const name = written.get(text) ?? createHash("sha256").update(text).digest("base64url");
  written.set(text, name);
  return name;
}

/**
 * Names the statements that Prisma generates repeatedly, so that PostgreSQL parses each once per connection. A statement is named at its second
 * use.
 */
export function statementNamer(most = MAX_NAMES): (statement: { sql: string }) => string {
  const names = new Map<string, string>();
  const once = new Set<string>();
  return ({ sql }) => {
    const known = written.get(sql) ?? names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= most || sql.length > MAX_LENGTH || !/^(?:SELECT|INSERT|UPDATE|DELETE) /.test(sql)) return NONE;
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
