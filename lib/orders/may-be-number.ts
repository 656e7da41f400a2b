/** PrestaShop's references: nine capital letters, which people may type in small ones. */
const IS_REFERENCE = /^(?:[A-Z]{9}|[a-z]{9})$/;

/** Whether a search may be an order's number or id, so that "Where is my order?" is offered. */
export const mayBeNumber = (search: string): boolean => {
  const text = search.trim().replace(/^#/, "");
  return IS_REFERENCE.test(text) || (/^[^\s@]{1,64}$/.test(search.trim()) && /\d/.test(search));
};
