import { expect, test } from "vitest";
import { chooseShop, type Shop } from "@/scripts/cli/find-shop";

const shop = (id: string, name: string, url: string) => ({ id, name, url }) as Shop;
const SHOPS = [
  shop("01890000-0000-7000-8000-000000000001", "Nordlicht", "https://nordlicht.example"),
  shop("01890000-0000-7000-8000-000000000002", "Nordlicht Outlet", "https://outlet.example/shop/"),
  shop("01890000-0000-7000-8000-000000000003", "Fietsen", "https://outlet.example/fietsen"),
  shop("01890000-0000-7000-8000-000000000004", "Linde", "https://127.0.0.11:4600"),
];
const found = (typed: string) => chooseShop(SHOPS, typed).name;

test("a shop is found by its id, name, address, host, or part of its name", () => {
  expect(found("01890000-0000-7000-8000-000000000002")).toBe("Nordlicht Outlet");
  expect(found("nordlicht")).toBe("Nordlicht");
  expect(found("https://outlet.example/shop")).toBe("Nordlicht Outlet");
  expect(found("nordlicht.example")).toBe("Nordlicht");
  expect(found("127.0.0.11")).toBe("Linde");
  expect(found("127.0.0.11:4600")).toBe("Linde");
  expect(() => found("127.0.0.11:80")).toThrow("No connected shop");
  expect(found("OUTLET")).toBe("Nordlicht Outlet");
});

test("a command never guesses between shops", () => {
  expect(() => found("outlet.example")).toThrow("2 shops");
  expect(() => found("ord")).toThrow("01890000-0000-7000-8000-000000000001");
  expect(() => found("Zürich")).toThrow("No connected shop");
});
