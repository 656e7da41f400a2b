exports.setAttributesFromProps = Object.assign;
