/** Whether a search can be the number or id of an order: one word with a digit, and no e-mail address. */
export const mayBeNumber = (search: string): boolean => /^[^\s@]{1,64}$/.test(search.trim()) && /\d/.test(search);
