/** Enough weeks to measure the variance, few enough to be current. */
const WEEKS = 8;
/** No estimate after a longer outage. */
const MAX_DAYS = 28;

/**
 * SQL for the input of missed-orders.ts, as `pace`: order counts of the same weekdays and hours in previous weeks. Null while orders flow
 * and after a long outage. @param merchant SQL expression of the merchant id @param integration SQL expression of the integration id
 */
export const orderPaceSql = (merchant: string, integration: string): string => {
  const ofShop = `o.merchant_id = ${merchant} and o.integration_id = ${integration}`;
  return `
    select json_build_object(
      'weeks', array(
        select (select count(*)::int from shop_order o where ${ofShop}
          and o.placed_at > l.last_success_at - moved.step * n and o.placed_at <= now() - moved.step * n)
        from generate_series(1, ${WEEKS}) n
        where (moved.step * n <= interval '${WEEKS} weeks' or n <= 2)
          and l.last_success_at - moved.step * n >= (select min(o.placed_at) from shop_order o where ${ofShop})
      ),
      'arrived', (select count(*)::int from shop_order o where ${ofShop} and o.placed_at > l.last_success_at)
    ) as pace
    from lane l, lateral (select interval '1 week' * greatest(1, ceil(extract(epoch from now() - l.last_success_at) / 604800)) as step) moved
    where l.merchant_id = ${merchant} and l.integration_id = ${integration} and l.lane = 'orders_in' and l.state <> 'regular'
      and l.last_success_at > now() - interval '${MAX_DAYS} days'`;
};
