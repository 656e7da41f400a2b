/** The token in the address of a report's page, as it stands there; null for every other address, those below the page included. */
export const reportTokenOf = (pathname: string): string | null => /^\/r\/([^/]+)\/?$/.exec(pathname)?.[1] ?? null;

export const reportPath = (token: string) => `/r/${token}` as const;
