import { expect, test } from "vitest";
import { findUnsafe } from "@/scripts/dev/unsafe-migration.mjs";

test.each([
  "alter table lane drop column state",
  "alter table lane rename column state to condition",
  "alter table lane rename to direction",
  "drop table lane",
  "alter table lane add column x int not null",
  "alter table lane alter column failures type bigint",
  "alter table lane alter column since set not null",
  "alter table lane add constraint c check (failures >= 0)",
  "alter table lane add constraint f foreign key (merchant_id) references merchant(id)",
  "alter table lane add constraint u unique (since)",
  "create index i on shop_order (number)",
  "create index concurrently i on shop_order (number)",
  "-- no transaction\ncreate index concurrently i on shop_order (number); select 1",
  "-- safe: trust me\nalter table lane drop column state",
  "-- safe: the column was never released\nselect 1; alter table lane drop column state",
  "alter table lane add column x int default 1, drop column state",
])("a migration that breaks the running version or locks a table is refused: %s", async (sql) => {
  expect(await findUnsafe(sql)).toHaveLength(1);
});

test.each([
  "alter table lane add column x int",
  "alter table lane add column x int not null default 0",
  "alter table lane add constraint c check (failures >= 0) not valid",
  "alter table lane validate constraint c",
  "alter table lane alter column since drop not null",
  "create table t (id uuid primary key); create index i on t (id); alter table t add constraint c check (id is not null)",
  "-- no transaction\ncreate index concurrently i on shop_order (number)",
  "-- The page stopped reading it in 0.2.0.\n-- safe: no released version reads it any more\nalter table lane drop column state",
  "drop index i",
  "do $$ begin perform 1; end $$",
])("a migration that works with both versions is accepted: %s", async (sql) => {
  expect(await findUnsafe(sql)).toEqual([]);
});

test("an unsafe statement is reported with its line", async () => {
  expect(await findUnsafe("select 1;\n\n-- Größe\ndrop table lane;")).toMatchObject([{ line: 4 }]);
});
