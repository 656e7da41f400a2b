exports.handleHardNavError = () => false;
exports.useNavFailureHandler = () => {};
