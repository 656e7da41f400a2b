// Statements of a migration that break the version still running or lock a large table: docs/deploy.md, "Migrations".
import { parse } from "libpg-query";

/** A comment above a statement that explains why it is safe all the same. */
const ESCAPE = /--\s*safe:\s*\S+(\s+\S+){2,}/i;

const isNotNull = ({ Constraint }) => Constraint.contype === "CONSTR_NOTNULL";
const hasDefault = ({ Constraint }) => ["CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED"].includes(Constraint.contype);

/** The problem of each subtype of ALTER TABLE, or null. */
const ALTERATIONS = {
  AT_DropColumn: () => "drops a column that the running version may read: stop using it in one release, drop it in the next",
  AT_AlterColumnType: () =>
    "changes a type, which rewrites and locks the table: add a column, fill it in batches, switch, drop the old one",
  AT_SetNotNull: () =>
    "scans and locks the table: add a CHECK (… IS NOT NULL) NOT VALID, validate it in the next migration, then set NOT NULL",
  AT_AddColumn: ({ def }) => {
    const constraints = def.ColumnDef.constraints ?? [];
    return constraints.some(isNotNull) && !constraints.some(hasDefault)
      ? "adds a column NOT NULL without a default: the running version cannot insert any more"
      : null;
  },
  AT_AddConstraint: ({ def: { Constraint } }) => {
    if (["CONSTR_PRIMARY", "CONSTR_UNIQUE", "CONSTR_EXCLUSION"].includes(Constraint.contype) && !Constraint.indexname)
      return "builds an index under a lock: create it CONCURRENTLY, then add the constraint USING INDEX";
    return Constraint.initially_valid
      ? "scans the table under a lock: add the constraint NOT VALID, validate it in the next migration"
      : null;
  },
};

/** The problem of each statement, or null. `isNew`: whether this migration created the table. */
const STATEMENTS = {
  AlterTableStmt: ({ relation, cmds, objtype }, isNew) =>
    objtype !== "OBJECT_TABLE" || isNew(relation.relname)
      ? null
      : (cmds.map(({ AlterTableCmd }) => ALTERATIONS[AlterTableCmd.subtype]?.(AlterTableCmd) ?? null).find((problem) => problem !== null) ??
        null),
  RenameStmt: ({ renameType }) =>
    ["OBJECT_TABLE", "OBJECT_COLUMN", "OBJECT_TYPE", "OBJECT_VIEW", "OBJECT_FUNCTION"].includes(renameType)
      ? "renames what the running version uses by its old name: add the new one, switch, drop the old one in the next release"
      : null,
  DropStmt: ({ removeType }) =>
    ["OBJECT_TABLE", "OBJECT_TYPE", "OBJECT_VIEW", "OBJECT_FUNCTION"].includes(removeType)
      ? "drops what the running version may use: stop using it in one release, drop it in the next"
      : null,
  TruncateStmt: () => "deletes rows that the running version may read",
  IndexStmt: ({ relation, concurrent }, isNew) =>
    concurrent || isNew(relation.relname)
      ? null
      : "locks the table for writing: CREATE INDEX CONCURRENTLY, alone in a migration that begins with `-- no transaction`",
};

const needsNoTransaction = ([kind, body]) => kind === "IndexStmt" && body.concurrent === true;

/**
 * @param {string} sql
 * @returns {Promise<{ line: number, problem: string }[]>}
 */
export async function findUnsafe(sql) {
  const text = Buffer.from(sql);
  const created = new Set();
  const found = [];
  const { stmts = [] } = await parse(sql);
  let previousEnd = 0;
  for (const { stmt, stmt_location: start = 0, stmt_len: length } of stmts) {
    const [[kind, body]] = Object.entries(stmt);
    if (kind === "CreateStmt") created.add(body.relation.relname);
    const isExcused = ESCAPE.test(text.subarray(previousEnd, start).toString());
    previousEnd = length ? start + length : text.length;
    const problem = STATEMENTS[kind]?.(body, (table) => created.has(table)) ?? null;
    const line = text.subarray(0, start).toString().split("\n").length;
    if (problem !== null && !isExcused) found.push({ line, problem });
    if (needsNoTransaction([kind, body]) && !(sql.startsWith("-- no transaction") && stmts.length === 1))
      found.push({ line, problem: "needs a migration of its own that begins with `-- no transaction`" });
  }
  return found;
}
