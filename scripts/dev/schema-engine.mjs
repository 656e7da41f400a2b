// Prisma's schema engine as WebAssembly, for writing and checking migrations: the native one would have to be downloaded.
import fs from "node:fs";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { root } from "./typescript.mjs";

const folder = path.join(root, "node_modules/@prisma/schema-engine-wasm");
/** PostgreSQL's internal "char" type, which the adapter cannot read; text, as which it can. */
const CHAR_OID = 18;
const TEXT_OID = 25;

/** Objects created by hand-written SQL that Prisma cannot express and would drop. */
const MADE_BY_HAND = {
  tables: ["sign_in_attempt"],
  indexes: [
    "shop_order_search_idx",
    "merchant_name_search_idx",
    "person_email_search_idx",
    "person_name_search_idx",
    "integration_base_url_search_idx",
    "integration_name_search_idx",
  ],
};

async function loadEngine() {
  // The engine reports panics here.
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= { set_message: (message) => console.error(message) };
  const glue = await import(path.join(folder, "schema_engine_bg.js"));
  const { instance } = await WebAssembly.instantiate(fs.readFileSync(path.join(folder, "schema_engine_bg.wasm")), {
    "./schema_engine_bg.js": glue,
  });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start?.();
  return glue.SchemaEngine;
}

let loaded;

class IntrospectingPool extends pg.Pool {
  async query(...args) {
    const result = await super.query(...args);
    for (const field of result?.fields ?? []) if (field.dataTypeID === CHAR_OID) field.dataTypeID = TEXT_OID;
    return result;
  }
}

/** Returns one column as a character, as the engine requires. */
class IntrospectingAdapter extends PrismaPg {
  async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const column = result.columnNames.indexOf("constraint_type");
      if (column >= 0) result.columnTypes[column] = ColumnTypeEnum.Character;
      return result;
    };
    return adapter;
  }
}

/**
 * The SQL that migrates a database to prisma/schema.prisma; "" if they match. Prisma does not know policies, grants, functions and partial
 * indexes; the migrations table and the queue's schema are ignored.
 * @param {string} databaseUrl
 * @returns {Promise<string>}
 */
export async function diffToSchema(databaseUrl) {
  const files = [{ path: "schema.prisma", content: fs.readFileSync(path.join(root, "prisma/schema.prisma"), "utf8") }];
  const pool = new IntrospectingPool({ connectionString: databaseUrl, max: 1 });
  // The module holds one instance only.
  loaded ??= loadEngine();
  const SchemaEngine = await loaded;
  const engine = await SchemaEngine.new(
    { datamodels: files.map((file) => [file.path, file.content]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(new IntrospectingAdapter(pool)),
  );
  try {
    const { stdout } = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: path.join(root, "prisma") },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      filters: { externalTables: [...MADE_BY_HAND.tables, "_prisma_migrations"].map((name) => `public.${name}`), externalEnums: [] },
    });
    return withoutHandMade(stdout ?? "");
  } finally {
    engine.free();
    await pool.end();
  }
}

/** A script consists of blocks with a comment and a statement. */
const withoutHandMade = (script) =>
  script
    .split(/\n\n(?=-- )/)
    .filter(
      (block) =>
        !/^-- This is an empty migration/.test(block) && !MADE_BY_HAND.indexes.some((name) => block.includes(`DROP INDEX "${name}"`)),
    )
    .join("\n\n")
    .trim();
