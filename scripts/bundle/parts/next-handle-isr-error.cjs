exports.handleISRError = () => {};
