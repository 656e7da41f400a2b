/** Weeks that are looked at: enough to see how they differ, few enough for the habits of now. */
const WEEKS = 8;
/** Nobody knows what a shop that was not heard of for so long still sells. */
const LONGEST_DAYS = 28;

/**
 * SQL of what lib/integrations/missed-orders.ts estimates from, as `pace`; null while orders flow and when they stopped too long ago. The span
 * since the last import is laid over the weeks before it, moved by whole weeks, so that nights and weekends count as what they are; weeks
 * from before the shop's first order do not count. Read from an index alone, and as many orders as are estimated for each week.
 * @param merchant and @param integration name them in the statement
 */
export const sameHoursOf = (merchant: string, integration: string): string => {
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
      and l.last_success_at > now() - interval '${LONGEST_DAYS} days'`;
};
