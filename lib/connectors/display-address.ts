/** The URL as lists show it, without https. */
export const displayAddress = (baseUrl: string): string => baseUrl.replace(/^https:\/\//, "");
