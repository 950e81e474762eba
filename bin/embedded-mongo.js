#!/usr/bin/env node
import '../dist/src/embedded-mongo/main.js';
