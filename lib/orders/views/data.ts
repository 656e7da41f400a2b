import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";

export interface OrderView {
  id: string;
  name: string;
  /** Filters as in the address, such as `?status=processing`. */
  query: string;
}

export const listOrderViews = (scope: MerchantScope): Promise<OrderView[]> =>
  readMerchant(scope, ({ tx, merchantId }) =>
    tx.orderView.findMany({ where: { merchantId }, orderBy: { name: "asc" }, select: { id: true, name: true, query: true } }),
  );
