/** The token in the path of a report page; null for every other path, including subpaths. */
export const reportTokenOf = (pathname: string): string | null => /^\/r\/([^/]+)\/?$/.exec(pathname)?.[1] ?? null;

export const reportPath = (token: string) => `/r/${token}` as const;
