require('./zlm-lint.cjs').action();
