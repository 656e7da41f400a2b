import fs from "node:fs";
import { type Attribute, type BlockAttribute, type Field, getSchema, type KeyValue, type Model, type Value } from "@mrleebo/prisma-ast";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

// Compares a migrated database with prisma/schema.prisma: the client must find every column, key and index that it expects.

/** Tables that the client does not access. */
const BY_HAND = ["_prisma_migrations", "sign_in_attempt"];

const TYPES: Readonly<Record<string, string>> = {
  String: "text",
  Int: "integer",
  BigInt: "bigint",
  Boolean: "boolean",
  Float: "double precision",
  Json: "jsonb",
  Bytes: "bytea",
  "db.Uuid": "uuid",
  "db.Real": "real",
  "db.SmallInt": "smallint",
  "db.Json": "json",
  "db.Date": "date",
  "db.Decimal": "numeric",
  "db.Timestamptz": "timestamp with time zone",
};

const models = getSchema(fs.readFileSync("prisma/schema.prisma", "utf8")).list.filter((block): block is Model => block.type === "model");
const fieldsOf = ({ properties }: Model) => properties.filter((one): one is Field => one.type === "field");
const blocksOf = ({ properties }: Model) => properties.filter((one): one is BlockAttribute => one.type === "attribute");

type Attributed = Pick<Attribute, "name" | "args" | "group">;
const isKeyValue = (value: Value | KeyValue): value is KeyValue => typeof value === "object" && value !== null && "key" in value;
/** The named argument of an attribute, or its first positional one. */
const argument = (attribute: Attributed | undefined, name?: string): Value | undefined =>
  attribute?.args
    ?.map(({ value }) => value as Value | KeyValue)
    .flatMap((value) => (isKeyValue(value) ? (value.key === name ? [value.value] : []) : name === undefined ? [value] : []))[0];
const textOf = (value: Value | undefined): string | undefined => (typeof value === "string" ? value.replaceAll('"', "") : undefined);
const find = (attributes: readonly Attributed[] | undefined, name: string) =>
  attributes?.find((one) => one.name === name && one.group === undefined);

const tableOf = (model: Model): string => textOf(argument(find(blocksOf(model), "map"))) ?? model.name;
const columnOf = (field: Field): string => textOf(argument(find(field.attributes, "map"))) ?? field.name;

function columnNamed(model: Model, name: string): string {
  const field = fieldsOf(model).find((one) => one.name === name);
  if (!field) throw new Error(`${model.name} has no field ${name}.`);
  return columnOf(field);
}

/** The columns of a list such as `[merchantId, at(sort: Desc)]`. */
function columnsOf(model: Model, list: Value | undefined): string {
  const fields = typeof list === "object" && list !== null && "args" in list ? list.args : [];
  return fields
    .map((field) => {
      if (typeof field === "object" && field !== null && "name" in field) return `${columnNamed(model, String(field.name))} DESC`;
      return columnNamed(model, String(field));
    })
    .join(", ");
}

const isColumn = ({ fieldType }: Field): boolean => !models.some(({ name }) => name === fieldType);

const declaredColumns = (): string[] =>
  models.flatMap((model) =>
    fieldsOf(model)
      .filter(isColumn)
      .map((field) => {
        const native = field.attributes?.find(({ group }) => group === "db");
        const type = TYPES[native ? `db.${native.name}` : String(field.fieldType)] ?? `unknown ${String(field.fieldType)}`;
        const precision = argument(native);
        const sized = precision === undefined ? type : type.replace("timestamp", `timestamp(${String(precision)})`);
        return `${tableOf(model)}.${columnOf(field)} ${sized}${field.array ? "[]" : ""}${field.optional || field.array ? "" : " NOT NULL"}`;
      }),
  );

const declaredKeys = (): string[] =>
  models.flatMap((model) => {
    const inline = fieldsOf(model).flatMap((field) => [
      ...(find(field.attributes, "id") ? [`${tableOf(model)} PRIMARY (${columnOf(field)})`] : []),
      ...(find(field.attributes, "unique") ? [`${tableOf(model)} UNIQUE (${columnOf(field)})`] : []),
    ]);
    const kinds: Readonly<Record<string, string>> = { id: "PRIMARY", unique: "UNIQUE", index: "INDEX" };
    const blocks = blocksOf(model)
      .filter(({ name }) => name in kinds)
      .map((block) => `${tableOf(model)} ${kinds[block.name]} (${columnsOf(model, argument(block))})`);
    return [...inline, ...blocks];
  });

const declaredReferences = (): string[] =>
  models.flatMap((model) =>
    fieldsOf(model).flatMap((field) => {
      const relation = find(field.attributes, "relation");
      const target = models.find(({ name }) => name === field.fieldType);
      if (!target || argument(relation, "fields") === undefined) return [];
      const onDelete = { Cascade: "CASCADE", SetNull: "SET NULL" }[String(argument(relation, "onDelete"))];
      const [from, to] = [columnsOf(model, argument(relation, "fields")), columnsOf(target, argument(relation, "references"))];
      return [`${tableOf(model)} (${from}) REFERENCES ${tableOf(target)}(${to}) ON DELETE ${onDelete}`];
    }),
  );

const client = new pg.Client({ connectionString: process.env["MIGRATE_DATABASE_URL"] ?? "" });
beforeAll(() => client.connect());
afterAll(() => client.end());

async function list(sql: string): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(
    `with t as (select oid, relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
       and relname <> all($1)) ${sql}`,
    [BY_HAND],
  );
  return rows.map(({ text }) => text);
}

const storedColumns = () =>
  list(`select relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull and attndims = 0 then ' NOT NULL' else '' end as text
    from t join pg_attribute on attrelid = t.oid where attnum > 0 and not attisdropped`);

test("the migrations create exactly the columns of the schema, with their types", async () => {
  expect((await storedColumns()).toSorted()).toEqual(declaredColumns().toSorted());
});

test("the migrations create exactly the keys and indexes of the schema, apart from partial and expression indexes", async () => {
  const stored = await list(`select relname || case when indisprimary then ' PRIMARY ' when indisunique then ' UNIQUE ' else ' INDEX ' end
      || substring(pg_get_indexdef(indexrelid) from 'USING btree (.*)') as text
      from t join pg_index on indrelid = t.oid where indpred is null and indexprs is null and pg_get_indexdef(indexrelid) like '% USING btree %'`);
  expect(stored.toSorted()).toEqual(declaredKeys().toSorted());
});

test("the migrations create exactly the references of the schema", async () => {
  const stored =
    await list(`select relname || ' ' || replace(replace(pg_get_constraintdef(c.oid), 'FOREIGN KEY ', ''), ' ON UPDATE CASCADE', '') as text
      from t join pg_constraint c on conrelid = t.oid where contype = 'f'`);
  expect(stored.toSorted()).toEqual(declaredReferences().toSorted());
});

test("a column missing from the schema is detected", async () => {
  await client.query("alter table merchant add column forgotten text");
  expect(await storedColumns()).not.toHaveLength(declaredColumns().length);
});
