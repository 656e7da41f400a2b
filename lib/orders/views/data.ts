import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { SavedView } from "@/lib/identity/preferences/list-settings";

export const listOrderViews = (scope: MerchantScope): Promise<SavedView[]> =>
  readMerchant(scope, ({ tx, merchantId }) =>
    tx.orderView.findMany({ where: { merchantId }, orderBy: { name: "asc" }, select: { id: true, name: true, query: true } }),
  );
