const { lint, fix } = require('./zlm-lint.cjs');
module.exports = { lint, fix };
