#!/usr/bin/env -S node --
require('./zlm-lint.cjs');
