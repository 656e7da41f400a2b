exports.isBot = () => false;
exports.getBotType = () => undefined;
exports.HTML_LIMITED_BOT_UA_RE = /$^/;
