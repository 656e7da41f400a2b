/** Whether a search text may be an order number or id: a single word with a digit, and no e-mail address. */
export const mayBeNumber = (search: string): boolean => /^[^\s@]{1,64}$/.test(search.trim()) && /\d/.test(search);
