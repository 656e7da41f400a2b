import { expect, it } from "vitest";
import { folderBefore } from "@/lib/connectors/folder-before";

const WORDPRESS = /^wp-(?:content|includes)\//;

it("names the folder of a shop by the URLs of its pages", () => {
  expect(folderBefore('<img src="/logo.png"><link href="https://shop.example/a/b.c/wp-content/x.css">', WORDPRESS)).toBe("/a/b.c");
  expect(folderBefore("url(/wp-includes/x.css)", WORDPRESS)).toBe("");
  expect(folderBefore("src='/shop/wp-content/plugins/wp-content/x.js'", WORDPRESS)).toBe("/shop");
});

it("ignores unquoted text and other paths", () => {
  expect(folderBefore('see /a/wp-content/ or "/a b/wp-content/x" or "x/wp-content/"', WORDPRESS)).toBeNull();
});

it("a page of slashes or quotes is read at once", () => {
  for (const unit of ['"/', '"https://', "/a", '"/a/a/a']) expect(folderBefore(`"${unit.repeat(200_000)}`, WORDPRESS)).toBeNull();
});
