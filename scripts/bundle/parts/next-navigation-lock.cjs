exports.getPreLockFetch = () => null;
