exports.__esModule = true;
exports.default = ({ children }) => children;
exports.GracefulDegradeBoundary = exports.default;
