const { fulfillRouteCacheEntry, writeRouteIntoCache } = require("./cache");

exports.discoverKnownRoute = (now, pathname, search, nextUrl, pendingEntry, ...route) => {
  const known = route.slice(0, 5);
  return pendingEntry === null
    ? writeRouteIntoCache(now, pathname, search, nextUrl, ...known)
    : fulfillRouteCacheEntry(now, pendingEntry, ...known);
};
exports.matchKnownRoute = () => null;
exports.resetKnownRoutes = () => {};
