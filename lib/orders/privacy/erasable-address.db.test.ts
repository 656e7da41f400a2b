import { expect, it } from "vitest";
import { inPlatform } from "@/lib/infra/db";
import { isErasableAddress } from "@/lib/orders/privacy/erase-buyer";

const judgedBySql = (addresses: string[]): Promise<boolean[]> =>
  inPlatform(async (tx) => {
    const rows = await tx.$queryRaw<{ erasable: boolean }[]>`
      select is_erasable_address(address) as erasable from unnest(${addresses}::text[]) with ordinality as given(address, place) order by place`;
    return rows.map(({ erasable }) => erasable);
  });

it("SQL and the page agree about every character of an address", async () => {
  const isSurrogate = (code: number) => code >= 0xd800 && code <= 0xdfff;
  const codes = [...Array(0x1_0400).keys()].filter((code) => code > 0 && !isSurrogate(code));
  const addresses = codes.map((code) => `a${String.fromCodePoint(code)}b@x.example`);
  const sql = await judgedBySql(addresses);
  expect(codes.filter((_, index) => sql[index] !== isErasableAddress(addresses[index] ?? ""))).toEqual([]);
  const refused = [0x09, 0x0a, 0x20, 0x22, 0x40, 0x85, 0xa0, 0x2003, 0x200b, 0x2028, 0x3000, 0xfeff];
  expect(refused.filter((code) => isErasableAddress(`a${String.fromCodePoint(code)}b@x.example`))).toEqual([]);
});

it("SQL and the page agree about the form of an address", async () => {
  const long = (length: number, sign = "a") => `${sign.repeat(length - "@x.example".length)}@x.example`;
  const form: [string, boolean][] = [
    ["ada@x.example", true],
    ["ådä@bücher.example", true],
    ["😀@x.example", true],
    [long(254), true],
    [long(254, "😀"), true],
    [long(255), false],
    ["", false],
    ["@", false],
    ["ada@", false],
    ["@x.example", false],
    ["ada@x@y.example", false],
    [".*", false],
  ];
  expect(await judgedBySql(form.map(([address]) => address))).toEqual(form.map(([, is]) => is));
  expect(form.map(([address]) => isErasableAddress(address))).toEqual(form.map(([, is]) => is));
});
