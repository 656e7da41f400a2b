const MARKERS = ["(..)(..)", "(.)", "(..)", "(...)"];

exports.INTERCEPTION_ROUTE_MARKERS = MARKERS;
exports.isInterceptionRouteAppPath = (path) => path.split("/").some((segment) => MARKERS.some((marker) => segment.startsWith(marker)));
