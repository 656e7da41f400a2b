import { expect, it } from "vitest";
import { webservicePage } from "@/lib/connectors/prestashop/back-office";

it("any back office address leads to its webservice page, and no other address does", () => {
  const page = "https://shop.example/store/admin42/index.php?controller=AdminWebservice";
  for (const typed of [
    "https://shop.example/store/admin42",
    " https://shop.example/store/admin42/ ",
    "https://shop.example/store/admin42/index.php?controller=AdminLogin&token=abc",
    "https://shop.example/store/admin42/index.php/sell/orders/?_token=abc",
  ])
    expect(webservicePage(typed), typed).toBe(page);
  for (const typed of ["", "shop.example/admin42", "javascript:alert(1)//admin", "https://shop.example/", "https://shop.example/index.php"])
    expect(webservicePage(typed), typed).toBeNull();
});
