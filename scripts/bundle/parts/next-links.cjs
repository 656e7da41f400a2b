const nothing = () => {};

exports.setLinkForCurrentNavigation = nothing;
exports.getLinkForCurrentNavigation = () => null;
exports.pingVisibleLinks = nothing;
