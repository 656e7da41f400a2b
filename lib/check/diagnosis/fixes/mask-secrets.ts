const SECRET_NAME = /(?:key|secret|token|password|passwd|signature|nonce|auth|sig)/i;

/** Masks query parameters that look like secrets. Defence in depth: probes mask their own already. */
export function maskSecrets(pathAndQuery: string): string {
  const start = pathAndQuery.indexOf("?");
  if (start === -1) return pathAndQuery;
  const masked = pathAndQuery
    .slice(start + 1)
    .split("&")
    .map((pair) => {
      const equals = pair.indexOf("=");
      return equals > 0 && SECRET_NAME.test(pair.slice(0, equals)) ? `${pair.slice(0, equals)}=***` : pair;
    });
  return `${pathAndQuery.slice(0, start)}?${masked.join("&")}`;
}
