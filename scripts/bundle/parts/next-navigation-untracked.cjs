const { useContext } = require("react");
const { PathnameContext } = require("../../shared/lib/hooks-client-context.shared-runtime");

exports.useUntrackedPathname = () => useContext(PathnameContext);
