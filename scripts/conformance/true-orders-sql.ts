import type { ShopSystem } from "@/lib/connectors/shop-systems";

// The true orders from a shop's own tables, as JSON lines of MariaDB or MySQL. Other tables: write a command "orders".

const UTC = "'%Y-%m-%dT%H:%i:%sZ'";

/** WooCommerce with High-Performance Order Storage. */
const woocommerce = (prefix: string): string => `
select json_object(
  'id', o.id, 'status', if(o.status like 'wc-%', substring(o.status, 4), o.status), 'currency', o.currency, 'total', o.total_amount,
  'email', coalesce(o.billing_email, ''),
  'lines', (select count(*) from ${prefix}woocommerce_order_items i where i.order_id = o.id and i.order_item_type = 'line_item'),
  'placedAt', date_format(o.date_created_gmt, ${UTC}), 'modifiedAt', date_format(o.date_updated_gmt, ${UTC}),
  'place', case when o.status = 'trash' then 'trash' when o.status in ('wc-checkout-draft', 'checkout-draft', 'auto-draft') then 'cart' else 'list' end)
from ${prefix}wc_orders o where o.type = 'shop_order' order by o.id;`;

const prestashop = (prefix: string): string => `
select json_object(
  'id', o.id_order, 'number', o.reference, 'currency', c.iso_code, 'total', o.total_paid_tax_incl, 'email', coalesce(p.email, ''),
  'lines', (select count(*) from ${prefix}order_detail d where d.id_order = o.id_order))
from ${prefix}orders o
left join ${prefix}currency c on c.id_currency = o.id_currency
left join ${prefix}customer p on p.id_customer = o.id_customer order by o.id_order;`;

const magento = (prefix: string): string => `
select json_object(
  'id', o.entity_id, 'number', o.increment_id, 'status', o.status, 'currency', o.order_currency_code, 'total', o.grand_total,
  'email', coalesce(o.customer_email, ''),
  'placedAt', date_format(o.created_at, ${UTC}), 'modifiedAt', date_format(o.updated_at, ${UTC}))
from ${prefix}sales_order o order by o.entity_id;`;

/** Null for a shop system whose tables no one but its maker can read. */
export const TRUE_ORDERS_SQL: Readonly<Record<ShopSystem, { usualPrefix: string; write: (prefix: string) => string } | null>> = {
  woocommerce: { usualPrefix: "wp_", write: woocommerce },
  prestashop: { usualPrefix: "ps_", write: prestashop },
  magento: { usualPrefix: "", write: magento },
  shopify: null,
};
